package org.ration.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;
import org.junit.jupiter.api.Test;

/** Providers and drivers that do not tell all they could. */
class AccountRowsTest {

    @Test
    void areNotToBeHadWhereTheProviderGivesNoConnectionAway() {
        EntityManager refusing = stub(EntityManager.class, (proxy, method, arguments) -> {
            throw new PersistenceException("no such class to unwrap");
        });
        EntityManager withoutOne = stub(EntityManager.class, (proxy, method, arguments) -> null);

        assertThat(AccountRows.of(refusing)).isEmpty();
        assertThat(AccountRows.of(withoutOne)).isEmpty();
    }

    @Test
    void tellNoTimeoutWhereTheDriverDoesNot() {
        Connection old = stub(Connection.class, (proxy, method, arguments) -> {
            throw new SQLFeatureNotSupportedException("getNetworkTimeout");
        });
        Connection older = stub(Connection.class, (proxy, method, arguments) -> {
            throw new UnsupportedOperationException("getNetworkTimeout");
        });

        assertThat(rowsOn(old).networkTimeout()).isEmpty();
        assertThat(rowsOn(older).networkTimeout()).isEmpty();
    }

    @Test
    void tellTheTimeoutOfTheDriver() {
        assertThat(rowsOn(stub(Connection.class, (proxy, method, arguments) -> 30_000))
                        .networkTimeout())
                .contains(30_000);
    }

    private static AccountRows rowsOn(Connection connection) {
        return AccountRows.of(stub(EntityManager.class, (proxy, method, arguments) -> connection))
                .orElseThrow();
    }

    private static <T> T stub(Class<T> type, InvocationHandler answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answer));
    }
}
