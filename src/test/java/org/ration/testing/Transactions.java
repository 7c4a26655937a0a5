package org.ration.testing;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.Callable;

/** Narayana, the transaction manager of all tests of this JVM. */
public final class Transactions {

    static {
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

    /** Does something in a transaction and rolls it back at the end. */
    public static <T> T rolledBack(Callable<T> work) throws Exception {
        begin();
        try {
            return work.call();
        } finally {
            manager().rollback();
        }
    }

    private static void begin() throws NotSupportedException, SystemException {
        manager().begin();
    }
}
