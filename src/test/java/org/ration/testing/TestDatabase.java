// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.narayana.NarayanaTransactionIntegration;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database of its own, with a pool that takes part in transactions, a persistence unit, and plain JDBC to look behind
 * them.
 */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static final Duration POOL_WAIT = Duration.ofSeconds(5);

    private final Database kind;
    private final String url;
    private final Wire wire = new Wire();
    private final AgroalDataSource pool;
    private final EntityManagerFactory unit;
    private final StoreOfTransaction store;

    private TestDatabase(Database kind, Provider provider, String name, String url, int poolSize) {
        this.kind = kind;
        this.url = url;
        this.pool = pool(poolSize);
        this.unit = unit(provider, name);
        this.store = new StoreOfTransaction(unit);
    }

    /** An empty database. */
    public static TestDatabase empty(Database kind, int poolSize) {
        return empty(kind, Provider.ECLIPSELINK, poolSize);
    }

    /** An empty database. */
    public static TestDatabase empty(Database kind, Provider provider, int poolSize) {
        String name = newName();
        return new TestDatabase(kind, provider, name, kind.newUrl(name), poolSize);
    }

    /** A database that is there already; it stays when this is closed. */
    public static TestDatabase at(Database kind, Provider provider, String url, int poolSize) {
        return new TestDatabase(kind, provider, newName(), url, poolSize);
    }

    /** A database that is there already. */
    public static TestDatabase at(Database kind, String url, int poolSize) {
        return new TestDatabase(kind, Provider.ECLIPSELINK, newName(), url, poolSize);
    }

    private static String newName() {
        return "ration_" + COUNT.incrementAndGet();
    }

    /** A database with Ration's tables. */
    public static TestDatabase withTables(Database kind, int poolSize) {
        TestDatabase database = empty(kind, poolSize);
        database.createTables();
        return database;
    }

    /** Runs the scripts of Ration's tables. */
    public void createTables() {
        createTables(kind.scripts().size());
    }

    /** Runs the scripts of Ration's tables up to a version. */
    public void createTables(int version) {
        if (kind.hasNoTables()) {
            kind.scripts().subList(0, version).forEach(script -> execute(read(script)));
        }
    }

    /** Runs the scripts of Ration's tables on a connection that a statement has prepared. */
    public void createTablesBehind(String statement) {
        kind.scripts().forEach(script -> execute(statement + read(script)));
    }

    /** Which database it is. */
    public Database kind() {
        return kind;
    }

    /** The entity manager, as a container would inject it: for each transaction another persistence context. */
    public EntityManager store() {
        return store.proxy();
    }

    /** The pool, whose connections take part in transactions. */
    public DataSource dataSource() {
        return pool;
    }

    /** Where it is. */
    public String url() {
        return url;
    }

    /** Where the databases are that it is spread over, or where it is. */
    public List<String> behind() {
        return kind.behind(url);
    }

    /** How many connections of the pool are out. */
    public long connectionsOut() {
        return pool.getMetrics().activeCount();
    }

    /** How many connections of the pool were out at once, at most, since this was asked last. */
    public long mostConnectionsOut() {
        long most = pool.getMetrics().maxUsedCount();
        pool.getMetrics().reset();
        return most;
    }

    /** Lets commits fail. */
    public Wire wire() {
        return wire;
    }

    /** A connection past the pool and all transactions. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Runs SQL past the pool, in a transaction of its own. */
    public void execute(String sql) {
        execute(url, sql);
    }

    /** Runs SQL on each of the databases that it is spread over. */
    public void executeOnEach(String sql) {
        behind().forEach(each -> execute(each, sql));
    }

    static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** Changes rows past the pool, in a transaction of its own. */
    public int update(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** The rows that a query answers, past the pool. */
    public <T> List<T> rows(String sql, RowReader<T> reader, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(reader.read(result));
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /**
     * Reads the current row of a result.
     *
     * @param <T> what it makes of it
     */
    @FunctionalInterface
    public interface RowReader<T> {

        /** Reads the row. */
        T read(ResultSet row) throws SQLException;
    }

    /** The number that a query answers, past the pool; 0 for null. */
    public long number(String sql, Object... parameters) {
        Object value = value(sql, parameters);
        return value == null ? 0 : ((Number) value).longValue();
    }

    /** What the counters of a key have in the database, all together. */
    public long used(String key) {
        return number("select sum(used) from ration_account where quota_key = ?", key);
    }

    /** What all counters have in the database together. */
    public long used() {
        return number("select sum(used) from ration_account");
    }

    /** The text that a query answers, past the pool. */
    public String text(String sql, Object... parameters) {
        return String.valueOf(value(sql, parameters));
    }

    /** How many deadlocks the persistence layer has met here so far; the ledger would hide them by trying again. */
    public int deadlocks() {
        return wire.deadlocks();
    }

    @Override
    public void close() {
        unit.close();
        pool.close();
        if (kind == Database.H2) {
            execute("shutdown");
        }
    }

    private Object value(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? result.getObject(1) : null;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private AgroalDataSource pool(int size) {
        try {
            NarayanaTransactionIntegration transactions =
                    new NarayanaTransactionIntegration(Transactions.manager(), Transactions.registry());
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .metricsEnabled()
                    .connectionPoolConfiguration(pool -> pool.maxSize(size)
                            .acquisitionTimeout(POOL_WAIT)
                            .transactionIntegration(transactions)
                            .connectionFactoryConfiguration(factory ->
                                    factory.jdbcUrl(wire.wrap(url)).connectionProviderClass(Wire.Driver.class))));
        } catch (SQLException failed) {
            throw new IllegalStateException("no pool for " + url, failed);
        }
    }

    private EntityManagerFactory unit(Provider provider, String name) {
        Map<String, Object> properties = new HashMap<>(provider.properties(name));
        properties.put("jakarta.persistence.jtaDataSource", pool);
        return Persistence.createEntityManagerFactory(provider.unit(), properties);
    }

    static String read(String resource) {
        try (InputStream script = TestDatabase.class.getClassLoader().getResourceAsStream(resource)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
