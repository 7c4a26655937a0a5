// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.ejb.AsyncResult;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.concurrent.Future;
import org.ration.Quota;

/** Methods of an EJB, which the resource calls. */
@Stateless
public class Beans {

    @Quota(key = "global:bean", limit = 1000, cost = 10, scope = "bean", settleBy = Told.class)
    public String bean() {
        return "done";
    }

    @Quota(key = "global:failed-bean", limit = 1000, cost = 10, scope = "failed-bean", settleBy = Told.class)
    public String failed() {
        throw new Conflict();
    }

    @Asynchronous
    @Quota(key = "global:future", limit = 1000, cost = 10, scope = "future", settleBy = Told.class)
    public Future<String> future() {
        return new AsyncResult<>("done");
    }

    @Asynchronous
    @Quota(key = "global:failed-future", limit = 1000, cost = 10, scope = "failed-future", settleBy = Told.class)
    public Future<String> failedFuture() {
        throw new Conflict();
    }

    @Asynchronous
    @Quota(key = "global:resumed", limit = 1000, cost = 10, scope = "resumed", settleBy = Told.class)
    public void resumed(AsyncResponse response) {
        response.resume("done");
    }

    @Asynchronous
    @Quota(key = "global:unresumed", limit = 1000, cost = 10, scope = "unresumed", settleBy = Told.class)
    public void unresumed(AsyncResponse response) {
        // times out
    }
}
