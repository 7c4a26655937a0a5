// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;
import org.junit.jupiter.api.Test;

/** Drivers that wait for ever, and those that do not say so. */
class ServerSettingsTest {

    @Test
    void warnsOfADriverThatWaitsForEver() {
        assertThat(warnings((proxy, method, arguments) -> 0))
                .contains("the driver waits for replies without a time-out")
                .endsWith("set a socket time-out well above ration.timeout (x).");
    }

    @Test
    void warnsOfNoDriverThatDoesNot() {
        assertThat(warnings((proxy, method, arguments) -> 30_000)).isEmpty();
    }

    @Test
    void warnsOfNoDriverThatDoesNotSay() {
        assertThat(warnings((proxy, method, arguments) -> {
                    throw new SQLFeatureNotSupportedException("getNetworkTimeout");
                }))
                .isEmpty();
        assertThat(warnings((proxy, method, arguments) -> {
                    throw new UnsupportedOperationException("getNetworkTimeout");
                }))
                .isEmpty();
    }

    private static String warnings(InvocationHandler driver) {
        Connection connection = (Connection)
                Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, driver);
        return String.join(
                "\n", new ServerSettings(connection).expectNetworkTimeout("x").warnings());
    }
}
