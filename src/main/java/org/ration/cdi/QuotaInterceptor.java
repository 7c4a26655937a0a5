// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.AroundTimeout;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import org.ration.Quota;

/** Charges calls of methods with {@link Quota} before they run. */
@Interceptor
@Quota(limit = 0)
@Priority(Quota.PRIORITY)
public class QuotaInterceptor implements Serializable {

    private static final long serialVersionUID = 1L;

    private final QuotaEnforcer enforcer;

    @Inject
    QuotaInterceptor(QuotaEnforcer enforcer) {
        this.enforcer = enforcer;
    }

    @AroundInvoke
    @AroundTimeout
    Object charge(InvocationContext call) throws Exception {
        return enforcer.charge(call);
    }
}
