// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.ration.openapi.QuotaFilter;

// tag::openapi
public class ShopFilter extends QuotaFilter {

    @Override
    public void filterOpenAPI(OpenAPI document) {
        super.filterOpenAPI(document);
        document.getInfo().setTitle("Shop");
    }
}
// end::openapi
