// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.ejb.AsyncResult;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.concurrent.Future;
import org.ration.Quota;

/** Asynchronous methods; their quotas are charged on the other thread. */
@Stateless
public class AsynchronousBean {

    @Inject
    private Runs runs;

    @Asynchronous
    @Quota(key = "user", limit = 1, scope = "future")
    public Future<String> future() {
        runs.add("future");
        return new AsyncResult<>("done");
    }

    @Asynchronous
    @Quota(key = "global:void", limit = 1)
    public void nothing() {
        runs.add("void");
    }

    @Asynchronous
    @Quota(key = "global:response", limit = 1)
    public void response(AsyncResponse response) {
        response.resume("done");
    }
}
