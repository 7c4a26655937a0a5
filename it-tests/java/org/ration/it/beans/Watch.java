// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundTimeout;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.ration.Quota;

/** Comes before the charge. */
@Watched
@Interceptor
@Priority(Quota.PRIORITY - 1)
public class Watch {

    @Inject
    private Runs runs;

    @AroundTimeout
    Object expire(InvocationContext call) throws Exception {
        runs.add(call.getMethod().getName() + "-expired");
        return call.proceed();
    }
}
