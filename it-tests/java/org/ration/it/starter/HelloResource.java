// SPDX-License-Identifier: Apache-2.0
package org.ration.it.starter;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

@Path("hello")
@RequestScoped
public class HelloResource {

    @GET
    @Quota(key = "param:who", limit = 3, period = "day")
    public String hello() {
        return "hello";
    }
}
