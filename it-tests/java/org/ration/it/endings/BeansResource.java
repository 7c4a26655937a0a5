// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Calls of beans; the resource itself has no quota. */
@Path("beans")
@ApplicationScoped
public class BeansResource {

    private static final int LONGEST_SECONDS = 30;

    @Inject
    private Beans beans;

    @Inject
    private ConcurrentBean concurrent;

    @Inject
    private TimedBean timed;

    @GET
    @Path("bean")
    public String bean() {
        return beans.bean();
    }

    @GET
    @Path("failed-bean")
    public String failed() {
        return beans.failed();
    }

    @GET
    @Path("future")
    public String future() throws Exception {
        return of(beans.future());
    }

    @GET
    @Path("failed-future")
    public String failedFuture() throws Exception {
        return of(beans.failedFuture());
    }

    @GET
    @Path("concurrent")
    public String concurrent() throws Exception {
        return of(concurrent.concurrent());
    }

    @GET
    @Path("failed-concurrent")
    public String failedConcurrent() throws Exception {
        return of(concurrent.failedConcurrent());
    }

    private static String of(Future<String> future) throws Exception {
        try {
            return future.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            return "failed";
        }
    }

    @GET
    @Path("resumed")
    public void resumed(@Suspended AsyncResponse response) {
        beans.resumed(response);
    }

    @GET
    @Path("unresumed")
    public void unresumed(@Suspended AsyncResponse response) {
        response.setTimeout(500, TimeUnit.MILLISECONDS);
        beans.unresumed(response);
    }

    @GET
    @Path("timer")
    public void timer() {
        timed.start();
    }
}
