// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Narayana, the transaction manager of all tests of this JVM. */
public final class Transactions {

    // They warn of every fault that a test causes on purpose. Kept here, since loggers are only weakly held.
    private static final List<Logger> QUIET = List.of(
            Logger.getLogger("com.arjuna.ats"),
            Logger.getLogger("org.eclipse.persistence"),
            Logger.getLogger("org.hibernate"),
            Logger.getLogger("org.mariadb"));

    static {
        QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
        try {
            arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("ration-test");
        } catch (CoreEnvironmentBeanException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
        for (String store : new String[] {null, "stateStore", "communicationStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                    .setObjectStoreDir("target/transactions");
        }
    }

    private Transactions() {}

    /** The transaction manager. */
    public static TransactionManager manager() {
        return com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    /** What the current transaction carries. */
    public static TransactionSynchronizationRegistry registry() {
        return new com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple();
    }

    /** Does something in a transaction, which is committed. */
    public static void committed(Work work) throws Exception {
        manager().begin();
        boolean done = false;
        try {
            work.run();
            done = true;
        } finally {
            if (done) {
                manager().commit();
            } else {
                manager().rollback();
            }
        }
    }

    /** Does something in a transaction, which is rolled back. */
    public static void rolledBack(Work work) throws Exception {
        manager().begin();
        try {
            work.run();
        } finally {
            manager().rollback();
        }
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Work {

        /** Does it. */
        void run() throws Exception;
    }
}
