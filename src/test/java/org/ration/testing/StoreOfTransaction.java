// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** An entity manager like a container's: each transaction has its own persistence context, closed with it. */
public final class StoreOfTransaction {

    private final EntityManagerFactory unit;

    /** One of a unit. */
    public StoreOfTransaction(EntityManagerFactory unit) {
        this.unit = unit;
    }

    /** The entity manager. */
    public EntityManager proxy() {
        return (EntityManager) Proxy.newProxyInstance(
                StoreOfTransaction.class.getClassLoader(),
                new Class<?>[] {EntityManager.class},
                (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(this, arguments);
                    }
                    try {
                        return method.invoke(current(), arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private EntityManager current() {
        TransactionSynchronizationRegistry registry = Transactions.registry();
        if (registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("no transaction: tests use the entity manager within one only");
        }
        EntityManager known = (EntityManager) registry.getResource(this);
        return known == null ? opened(registry) : known;
    }

    private EntityManager opened(TransactionSynchronizationRegistry registry) {
        EntityManager opened = unit.createEntityManager();
        opened.joinTransaction();
        registry.putResource(this, opened);
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // the provider flushes by itself
            }

            @Override
            public void afterCompletion(int status) {
                opened.close();
            }
        });
        return opened;
    }
}
