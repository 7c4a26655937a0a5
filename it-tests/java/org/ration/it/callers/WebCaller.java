// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.UserTransaction;

/** A CDI bean that begins and ends its transaction itself. */
@ApplicationScoped
@Named("web")
public class WebCaller implements Caller {

    @Inject
    private UserTransaction transaction;

    @Override
    public void call(Runnable work, boolean commit) {
        UserTransactions.call(transaction, work, commit);
    }
}
