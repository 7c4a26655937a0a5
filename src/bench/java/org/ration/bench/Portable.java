package org.ration.bench;

import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Hides from Ration that the database is PostgreSQL, so that it works there as on databases for which it has no statements
 * of its own: what it asks for to tell databases apart is answered as H2 would.
 */
final class Portable {

    private static final String H2_TABLE = "in_doubt";

    private Portable() {}

    static EntityManager of(EntityManager store) {
        return (EntityManager) Proxy.newProxyInstance(
                Portable.class.getClassLoader(), new Class<?>[] {EntityManager.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("createNativeQuery")
                            && arguments[0].toString().contains(H2_TABLE)) {
                        arguments[0] = "select '" + H2_TABLE + "'";
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
