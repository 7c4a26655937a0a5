// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ration.Quota;

/** Handlers of one counter, one of which takes long. */
@Path("handlers")
@ApplicationScoped
@Quota(key = "global:handlers", limit = 1000, scope = "handlers")
public class HandlersResource {

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @GET
    @Path("slow")
    public boolean slow() throws InterruptedException {
        entered.countDown();
        return released.await(1, TimeUnit.MINUTES);
    }

    @GET
    @Path("quick")
    public String quick() {
        return "quick";
    }

    @GET
    @Path("entered")
    @Quota.None
    public boolean awaitEntered() throws InterruptedException {
        return entered.await(1, TimeUnit.MINUTES);
    }

    @POST
    @Path("released")
    @Quota.None
    public void release() {
        released.countDown();
    }
}
