// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.batch.runtime.BatchRuntime;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Properties;

@Path("jobs")
public class JobsResource {

    @Inject
    private Written written;

    @POST
    @Path("{job}")
    public long start(@PathParam("job") String job) {
        return BatchRuntime.getJobOperator().start(job, new Properties());
    }

    @GET
    @Path("written")
    public String written() {
        return written.items().toString();
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
