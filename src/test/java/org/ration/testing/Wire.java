// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;

/**
 * What goes over the pooled connections: counts commits, statements, locks, writes and deadlocks, and lets the next
 * commit fail.
 */
public final class Wire {

    private static final String PREFIX = "jdbc:faults:";
    private static final Set<String> DEADLOCK = Set.of("40001", "40P01");
    private static final Map<String, Wire> BY_URL = new ConcurrentHashMap<>();

    private static final Set<String> RUNS = Set.of("execute", "executeQuery", "executeUpdate", "executeBatch");
    private static final Set<String> ENDS = Set.of("commit", "rollback");

    private static final Set<String> STEPS = Set.of(
            "prepareStatement", "execute", "executeQuery", "executeUpdate", "executeBatch", "commit", "rollback");

    private final AtomicReference<Meanwhile> meanwhile = new AtomicReference<>();
    private final AtomicReference<Break> breaking = new AtomicReference<>();
    private final AtomicReference<Fault> next = new AtomicReference<>();
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger deadlocks = new AtomicInteger();
    private final AtomicInteger locks = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger statements = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final Queue<String> texts = new ConcurrentLinkedQueue<>();

    Wire() {}

    /** The statements that were prepared since this was asked last, in their order. */
    public List<String> texts() {
        List<String> since = new ArrayList<>();
        for (String text = texts.poll(); text != null; text = texts.poll()) {
            since.add(text);
        }
        return since;
    }

    /** The next commit reaches the database, but its answer is lost. */
    public void loseNextAnswer() {
        next.set(new Fault(true, new SQLException("the connection broke", "08006")));
    }

    /** The next commit is answered with a rollback for this reason. */
    public void refuseNext(String sqlState) {
        next.set(new Fault(false, new SQLException("rolled back", sqlState)));
    }

    /**
     * The connection breaks at a step from now: a statement that is prepared or run, a commit or a rollback.
     *
     * @param step which, from 1
     * @param done whether the step reaches the database before
     */
    public void breakAt(int step, boolean done) {
        breaking.set(new Break(new AtomicInteger(step), done));
    }

    /**
     * Something happens right before a statement from now.
     *
     * @param part what the statement has in it, in lower case
     * @param number which of those, from 1
     */
    public void before(String part, int number, Runnable happens) {
        meanwhile.set(new Meanwhile(part, new AtomicInteger(number), happens));
    }

    /** Nothing breaks any more; tells whether the last break came to pass. */
    public boolean mend() {
        Break last = breaking.getAndSet(null);
        return last != null && last.left.get() <= 0;
    }

    /** How many commits there were so far, failed ones too. */
    public int commits() {
        return commits.get();
    }

    /** How many statements were prepared so far that lock what they read. */
    public int locks() {
        return locks.get();
    }

    /** How many statements were prepared so far that change rows, if there are any to change. */
    public int writes() {
        return writes.get();
    }

    /** How many prepared statements were run so far; a batch is one. */
    public int statements() {
        return statements.get();
    }

    /** How often the database was waited for so far: for statements, commits and rollbacks. */
    public int roundTrips() {
        return statements.get() + ends.get();
    }

    int deadlocks() {
        return deadlocks.get();
    }

    String wrap(String url) {
        BY_URL.put(url, this);
        return PREFIX + url;
    }

    private void commit(Connection connection) throws SQLException {
        commits.incrementAndGet();
        Fault fault = next.getAndSet(null);
        if (fault == null) {
            connection.commit();
            return;
        }
        if (fault.committed) {
            connection.commit();
        } else {
            connection.rollback();
        }
        throw fault.answer;
    }

    private Connection wrap(Connection connection) {
        return proxy(Connection.class, connection, (method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                String text = (String) arguments[0];
                texts.add(text);
                note(text.toLowerCase(Locale.ROOT));
            }
            Object result = step(connection, method, () -> {
                if (method.getName().equals("commit")) {
                    commit(connection);
                    return null;
                }
                return invoke(connection, method, arguments);
            });
            return result instanceof PreparedStatement statement ? watched(connection, statement) : result;
        });
    }

    private void note(String sql) {
        boolean writing = sql.startsWith("update") || sql.startsWith("insert") || sql.startsWith("delete");
        (writing ? writes : locks).addAndGet(writing || sql.contains("for update") ? 1 : 0);
        Meanwhile planned = meanwhile.get();
        if (planned != null && sql.contains(planned.part) && planned.left.decrementAndGet() == 0) {
            planned.happens.run();
        }
    }

    private Object step(Connection connection, Method method, Step step) throws Throwable {
        statements.addAndGet(RUNS.contains(method.getName()) ? 1 : 0);
        ends.addAndGet(ENDS.contains(method.getName()) ? 1 : 0);
        Break planned = STEPS.contains(method.getName()) ? breaking.get() : null;
        if (planned == null || planned.left.decrementAndGet() != 0) {
            return step.run();
        }
        if (planned.done) {
            step.run();
        }
        connection.close();
        throw new SQLException("the connection broke", "08006");
    }

    private PreparedStatement watched(Connection connection, PreparedStatement statement) {
        return proxy(PreparedStatement.class, statement, (method, arguments) -> {
            try {
                return step(connection, method, () -> invoke(statement, method, arguments));
            } catch (SQLException fault) {
                if (DEADLOCK.contains(String.valueOf(fault.getSQLState()))) {
                    deadlocks.incrementAndGet();
                }
                throw fault;
            }
        });
    }

    private static <T> T proxy(Class<T> type, T target, Call call) {
        return type.cast(Proxy.newProxyInstance(
                Wire.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? method.invoke(target, arguments)
                        : call.invoke(method, arguments)));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    @FunctionalInterface
    private interface Call {
        Object invoke(Method method, Object[] arguments) throws Throwable;
    }

    @FunctionalInterface
    private interface Step {
        Object run() throws Throwable;
    }

    private record Meanwhile(String part, AtomicInteger left, Runnable happens) {}

    private record Break(AtomicInteger left, boolean done) {}

    private record Fault(boolean committed, SQLException answer) {}

    /** What the pool takes for the driver. */
    public static final class Driver implements java.sql.Driver {

        @Override
        public Connection connect(String url, Properties properties) throws SQLException {
            String real = url.substring(PREFIX.length());
            return BY_URL.get(real).wrap(DriverManager.getConnection(real));
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith(PREFIX);
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }
    }
}
