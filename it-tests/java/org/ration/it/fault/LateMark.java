// SPDX-License-Identifier: Apache-2.0
package org.ration.it.fault;

import jakarta.annotation.Resource;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.atomic.AtomicBoolean;

/** Marks a transaction for rollback when all its work is done, as a time-out of the container may: nobody is told. */
public class LateMark {

    private static final AtomicBoolean NEXT = new AtomicBoolean();

    @Resource
    private TransactionSynchronizationRegistry transactions;

    /** The next transaction is to be marked. */
    static void next() {
        NEXT.set(true);
    }

    @AroundInvoke
    Object mark(InvocationContext call) throws Exception {
        Object done = call.proceed();
        if (NEXT.getAndSet(false)) {
            transactions.setRollbackOnly();
        }
        return done;
    }
}
