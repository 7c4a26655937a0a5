// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Named;
import jakarta.transaction.UserTransaction;

/** An EJB that begins and ends its transaction itself. */
@Stateless
@TransactionManagement(TransactionManagementType.BEAN)
@Named("bmt")
public class BeanManagedCaller implements Caller {

    @Resource
    private UserTransaction transaction;

    @Override
    public void call(Runnable work, boolean commit) {
        UserTransactions.call(transaction, work, commit);
    }
}
