// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What servers answer that no test can start: a node of a Galera cluster, a replica, a server with a binary log. */
class MariaDbWarningsTest {

    @Test
    void warnsOfAClusterOfSeveralWriters() throws SQLException {
        assertThat(warnings("wsrep_cluster_size", "3"))
                .startsWith("wsrep_cluster_size is 3: Galera's nodes can lose one another's updates and commits")
                .endsWith("send all writes to one server.");
    }

    @Test
    void warnsOfAReplica() throws SQLException {
        assertThat(warnings("read_only", "1")).startsWith("the server is read-only, as replicas are");
    }

    @Test
    void warnsOfABinaryLogThatIsNotOnDiskAtTheCommit() throws SQLException {
        assertThat(warnings("sync_binlog", "0")).startsWith("sync_binlog is 0, so a crash of the server loses");
    }

    @Test
    void warnsOfReplicasThatFollowAsynchronously() throws SQLException {
        assertThat(warnings("binlog dump", "2")).startsWith("2 replicas follow asynchronously, so a failover to one");
    }

    private static String warnings(String setting, String answer) throws SQLException {
        return String.join("\n", new MariaDbDialect().warnings(answering(setting, answer)));
    }

    /** A connection on which one setting has an answer, and all others have none. */
    private static Connection answering(String setting, String answer) {
        return proxy(Connection.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "createStatement" -> statement(setting, answer);
            case "getNetworkTimeout" -> 30_000;
            default -> null;
        });
    }

    private static Statement statement(String setting, String answer) {
        return proxy(
                Statement.class,
                (proxy, method, arguments) -> method.getName().equals("executeQuery")
                        ? row(((String) arguments[0]).toLowerCase(Locale.ROOT).contains(setting), answer)
                        : null);
    }

    private static ResultSet row(boolean there, String answer) {
        Map<String, Object> answers = Map.of("next", there, "getString", answer);
        return proxy(ResultSet.class, (proxy, method, arguments) -> answers.get(method.getName()));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler answers) {
        return type.cast(
                Proxy.newProxyInstance(MariaDbWarningsTest.class.getClassLoader(), new Class<?>[] {type}, answers));
    }
}
