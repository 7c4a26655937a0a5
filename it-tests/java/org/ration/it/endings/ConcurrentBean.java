// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import org.ration.Quota;

/** Methods that Jakarta Concurrency runs on another thread. */
@ApplicationScoped
public class ConcurrentBean {

    @Asynchronous
    @Quota(key = "global:concurrent", limit = 1000, cost = 10, scope = "concurrent", settleBy = Told.class)
    public CompletableFuture<String> concurrent() {
        return Asynchronous.Result.complete("done");
    }

    @Asynchronous
    @Quota(
            key = "global:failed-concurrent",
            limit = 1000,
            cost = 10,
            scope = "failed-concurrent",
            settleBy = Told.class)
    public CompletableFuture<String> failedConcurrent() {
        throw new Conflict();
    }
}
