// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.messages;

import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import org.ration.QuotaExceededException;

/** Counts the deliveries that the quota refuses. */
public class Deliveries {

    @Inject
    private Processed processed;

    @AroundInvoke
    public Object call(InvocationContext call) throws Exception {
        try {
            return call.proceed();
        } catch (QuotaExceededException refused) {
            processed.add("refused");
            throw refused;
        }
    }
}
