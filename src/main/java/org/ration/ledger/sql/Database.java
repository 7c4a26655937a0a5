// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The database of an entity manager factory: what a node remembers of it once it has asked. Safe for use by many
 * threads.
 */
public final class Database {

    private final Connections connections = new Connections();
    private final Shards shards;
    private volatile @Nullable Dialect dialect;

    /** One database. */
    public Database() {
        this(Shards.ONE);
    }

    /** One database, or several of one kind behind one data source. */
    public Database(Shards shards) {
        this.shards = shards;
    }

    /** How it is spread. */
    public Shards shards() {
        return shards;
    }

    /** The dialect; empty until it is {@link #detect detected}. */
    public Optional<Dialect> dialect() {
        return Optional.ofNullable(dialect);
    }

    /** Asks the driver which database it is; empty if it is none that Ration knows. */
    public Optional<Dialect> detect(EntityManager store) {
        Optional<Dialect> detected = connections.call(store, connection -> Dialects.of(connection.getMetaData()));
        detected.ifPresent(known -> dialect = shards.several() ? new ShardedDialect(known) : known);
        return dialect();
    }

    /** Makes a transaction have its connection. */
    public void connect(EntityManager store) {
        connections.call(store, connection -> true);
    }

    <T> T call(EntityManager store, Connections.Work<T> work) {
        return connections.call(store, work);
    }

    void run(EntityManager store, Statements statements) {
        connections.call(store, connection -> {
            statements.on(connection);
            return true;
        });
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface Statements {

        void on(Connection connection) throws SQLException;
    }
}
