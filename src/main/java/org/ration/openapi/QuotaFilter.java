// SPDX-License-Identifier: Apache-2.0
package org.ration.openapi;

import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.ration.cdi.ResourceMethods;

/**
 * Adds to each operation with quotas the 429 that it can answer, with its headers and its body. Registered by
 * Ration's own {@code META-INF/microprofile-config.properties} as {@code mp.openapi.filter}; an application that has
 * a filter of its own extends this one, or calls it.
 *
 * <p>What an operation says itself is left as it is. Operations of sub-resources are not found.
 */
public class QuotaFilter implements OASFilter {

    /** For MicroProfile OpenAPI. */
    public QuotaFilter() {}

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() != null && document.getPaths().getPathItems() != null) {
            ResourceMethods.each(method -> Operation.of(method)
                    .flatMap(operation -> operation.in(document.getPaths().getPathItems()))
                    .forEach(found -> RefusedResponse.of(method).addTo(found)));
        }
    }
}
