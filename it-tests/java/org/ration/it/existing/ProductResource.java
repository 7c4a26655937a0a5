// SPDX-License-Identifier: Apache-2.0
package org.ration.it.existing;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.ration.Quota;

/** Adds products, by a transaction that has its own connection. */
@Path("products/{name}")
@RequestScoped
public class ProductResource {

    @Inject
    private Catalogue catalogue;

    @PUT
    @Transactional
    @Quota(key = "ip", limit = 3, period = "day")
    public String add(@PathParam("name") String name) {
        return Long.toString(catalogue.add(name));
    }
}
