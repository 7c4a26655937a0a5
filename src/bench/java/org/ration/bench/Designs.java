// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.ration.bench.Bucket4j.Pair;
import org.ration.testing.Transactions;

/** The designs by name, each made on one server when it is first wanted. */
final class Designs implements AutoCloseable {

    static final String FAST = "Ration on PostgreSQL";
    static final String FAST_HIBERNATE = "Ration on PostgreSQL Hibernate";
    static final String PORTABLE = "Ration portable JPA";
    static final String DEFAULT = "Ration with 8 connections";
    static final String ECLIPSELINK = "naive JPA EclipseLink";
    static final String HIBERNATE = "naive JPA Hibernate";
    static final String UPDATE = "one UPDATE";
    static final String UPDATE_JTA = "one UPDATE in JTA";
    static final String PGBENCH = "one UPDATE by pgbench";
    static final String BUCKET4J = "bucket4j";
    static final String BUCKET4J_BANDWIDTHS = "bucket4j two bandwidths";
    static final String BUCKET4J_BATCHING = "bucket4j batching";
    static final String BARE = "bare JDBC batching";

    private final Server server;
    private final Map<String, Supplier<Design>> makers = new LinkedHashMap<>();
    private final Map<String, Design> made = new LinkedHashMap<>();

    Designs(Server server) {
        this.server = server;
        makers.put(FAST, () -> ours(FAST, "ration_fast", Ours.FEW_CONNECTIONS, false));
        makers.put(FAST_HIBERNATE, () -> Ours.onHibernate(FAST_HIBERNATE, accounts("ration_hibernate")));
        makers.put(PORTABLE, () -> ours(PORTABLE, "ration_portable", Ours.FEW_CONNECTIONS, true));
        makers.put(DEFAULT, () -> ours(DEFAULT, "ration_default", Ours.CONNECTIONS_BY_DEFAULT, false));
        makers.put(
                ECLIPSELINK,
                () -> new NaiveJpa(
                        ECLIPSELINK,
                        new org.eclipse.persistence.jpa.PersistenceProvider(),
                        counters("naive_eclipselink")));
        makers.put(
                HIBERNATE,
                () -> new NaiveJpa(
                        HIBERNATE, new org.hibernate.jpa.HibernatePersistenceProvider(), counters("naive_hibernate")));
        makers.put(UPDATE, () -> new OneUpdate(UPDATE, counters("one_update").plainPool(), Transaction.AUTOCOMMIT));
        makers.put(
                UPDATE_JTA,
                () -> new OneUpdate(UPDATE_JTA, counters("one_update_jta").jtaPool(), Designs::inJta));
        makers.put(BUCKET4J, () -> bucket4j(BUCKET4J, "bucket4j", false, Pair.TWO_BUCKETS));
        makers.put(
                BUCKET4J_BANDWIDTHS,
                () -> bucket4j(BUCKET4J_BANDWIDTHS, "bucket4j_bandwidths", false, Pair.TWO_BANDWIDTHS));
        makers.put(
                BUCKET4J_BATCHING, () -> bucket4j(BUCKET4J_BATCHING, "bucket4j_batching", true, Pair.TWO_BANDWIDTHS));
        makers.put(BARE, () -> new BareBatches(counters("bare").plainPool()));
        Optional<Pgbench> pgbench = Pgbench.find();
        pgbench.ifPresent(found -> makers.put(PGBENCH, () -> found.on(server.port(), counters("pgbench"))));
    }

    Collection<String> names() {
        return List.copyOf(makers.keySet());
    }

    Design get(String name) {
        return made.computeIfAbsent(name, wanted -> makers.get(wanted).get());
    }

    private Design ours(String name, String database, int connections, boolean portable) {
        return new Ours(name, accounts(database), Clock.systemUTC(), connections, portable);
    }

    private Server.Database accounts(String name) {
        Server.Database database = server.newDatabase(name);
        Accounts.create(database, Keys.SPREAD);
        return database;
    }

    private Server.Database counters(String name) {
        Server.Database database = server.newDatabase(name);
        for (String statement : OneUpdate.TABLES.split(";")) {
            database.execute(statement);
        }
        return database;
    }

    private Design bucket4j(String name, String database, boolean batching, Pair pair) {
        Bucket4j design = new Bucket4j(name, server.newDatabase(database).plainPool(), batching, pair);
        design.fill();
        return design;
    }

    private static int inJta(Callable<Integer> work) throws Exception {
        int[] granted = new int[1];
        Transactions.committed(() -> granted[0] = work.call());
        return granted[0];
    }

    @Override
    public void close() {
        List<Design> all = new ArrayList<>(made.values());
        all.forEach(Design::close);
    }
}
