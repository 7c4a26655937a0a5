// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.ration.Quota;

/** Fails twice before it succeeds. */
@ApplicationScoped
public class RetriedBean {

    @Inject
    private Runs runs;

    @Retry(maxRetries = 3, delay = 0)
    @Quota(key = "global:retried", limit = 1)
    public String work() {
        runs.add("retried");
        if (runs.of("retried") < 3) {
            throw new IllegalStateException("not yet");
        }
        return "done";
    }
}
