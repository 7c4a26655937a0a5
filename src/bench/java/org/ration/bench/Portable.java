// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.Map;

/**
 * Hides from Ration that the database is PostgreSQL, so that it works there as on databases for which it has no
 * statements of its own: the driver reports H2.
 */
final class Portable {

    private static final Map<String, Object> REPORTED =
            Map.of("getDatabaseProductName", "H2", "getDatabaseMajorVersion", 2, "getDatabaseMinorVersion", 2);

    private Portable() {}

    static EntityManager of(EntityManager store) {
        return wrapped(EntityManager.class, store);
    }

    private static <T> T wrapped(Class<T> type, Object wrapped) {
        return type.cast(Proxy.newProxyInstance(
                Portable.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object reported = type == DatabaseMetaData.class ? REPORTED.get(method.getName()) : null;
                    if (reported != null) {
                        return reported;
                    }
                    try {
                        Object answer = method.invoke(wrapped, arguments);
                        return answer instanceof Connection
                                ? wrapped(Connection.class, answer)
                                : answer instanceof DatabaseMetaData ? wrapped(DatabaseMetaData.class, answer) : answer;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }
}
