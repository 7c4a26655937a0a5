// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;

/** A CDI bean in its container's transaction. */
@ApplicationScoped
@Named("transactional")
public class TransactionalCaller implements Caller {

    @Resource
    private TransactionSynchronizationRegistry transaction;

    @Override
    @Transactional
    public void call(Runnable work, boolean commit) {
        work.run();
        if (!commit) {
            transaction.setRollbackOnly();
        }
    }
}
