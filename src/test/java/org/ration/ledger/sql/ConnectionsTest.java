// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The ways in which providers give their connections away. */
class ConnectionsTest {

    private final Connection connection = stub(Connection.class, (proxy, method, arguments) -> null);
    private final AtomicInteger unwraps = new AtomicInteger();

    @Test
    void unwraps() {
        EntityManager giving = stub(EntityManager.class, (proxy, method, arguments) -> connection);

        assertThat(new Connections().<Object>call(giving, given -> given)).isSameAs(connection);
    }

    @Test
    void asksForACallbackOnceItIsKnownThatNoneIsUnwrapped() {
        EntityManager refusing = refusing(new Session(connection));
        Connections connections = new Connections();

        assertThat(connections.<Object>call(refusing, given -> given)).isSameAs(connection);
        assertThat(connections.<Object>call(refusing, given -> given)).isSameAs(connection);
        assertThat(unwraps).hasValue(1);
    }

    @Test
    void handsTheDriversFailureOnAsTheCause() {
        SQLException failed = new SQLException("broken", "08006");

        assertThatThrownBy(() -> new Connections().call(refusing(new Session(connection)), given -> {
                    throw failed;
                }))
                .isInstanceOf(PersistenceException.class)
                .hasCause(failed);
    }

    @Test
    void saysWhichProviderGivesNone() {
        assertThatThrownBy(() -> new Connections().call(refusing("a session"), given -> given))
                .isInstanceOf(PersistenceException.class)
                .hasMessage("the persistence provider does not unwrap to a JDBC connection (java.lang.String)");
    }

    private EntityManager refusing(Object delegate) {
        return stub(EntityManager.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getDelegate")) {
                return delegate;
            }
            unwraps.incrementAndGet();
            throw new PersistenceException("no such class to unwrap");
        });
    }

    private static <T> T stub(Class<T> type, InvocationHandler answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answer));
    }

    /** As Hibernate's. */
    public static final class Session {

        private final Connection connection;

        Session(Connection connection) {
            this.connection = connection;
        }

        /** Works on the connection. */
        public <T> T doReturningWork(Work<T> work) throws SQLException {
            return work.execute(connection);
        }
    }

    /** As Hibernate's. */
    @FunctionalInterface
    public interface Work<T> {

        /** Does it. */
        T execute(Connection connection) throws SQLException;
    }
}
