// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.batch.runtime.BatchRuntime;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Properties;

@Path("jobs")
public class JobsResource {

    @POST
    public long start() {
        return BatchRuntime.getJobOperator().start("job", new Properties());
    }

    @GET
    @Path("{id}")
    public String status(@PathParam("id") long id) {
        return BatchRuntime.getJobOperator()
                .getJobExecution(id)
                .getBatchStatus()
                .name();
    }
}
