// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import org.ration.Quota;

/** A CDI bean with a method that Jakarta Concurrency runs on another thread. */
@ApplicationScoped
public class ConcurrentBean {

    @Inject
    private Runs runs;

    @Asynchronous
    @Quota(key = "user", limit = 1, scope = "concurrent")
    public CompletableFuture<String> future() {
        runs.add("concurrent");
        return Asynchronous.Result.complete("done");
    }
}
