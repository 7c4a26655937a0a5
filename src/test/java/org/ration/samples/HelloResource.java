// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

// tag::hello
@Path("hello")
@RequestScoped
public class HelloResource {

    @GET
    @Quota(key = "ip", limit = 3, period = "day")
    public String hello() {
        return "hello";
    }
}
// end::hello
