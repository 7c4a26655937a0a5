// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.transaction;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ration.QuotaStoreException;
import org.ration.container.Container;
import org.ration.container.RollbackSignal;
import org.ration.ledger.batch.ConnectionAcquisition;
import org.ration.ledger.batch.Deadline;
import org.ration.ledger.batch.InterruptedWait;
import org.ration.ledger.sql.Database;
import org.ration.ledger.sql.Dialect;
import org.ration.ledger.sql.Dialects;
import org.ration.ledger.sql.LedgerTables;

/**
 * The transactions of one caller: any number of transactions, one after the other, until a deadline. A transaction
 * that lost to another is run again.
 */
public final class TransactionRunner {

    private static final int MAX_RUNS = 12;
    private static final int MAX_PAUSE_MILLIS = 10;

    private final Container container;
    private final ConnectionAcquisition connection;
    private final Database database;

    public TransactionRunner(Container container, ConnectionAcquisition connection, Database database) {
        this.container = container;
        this.connection = connection;
        this.database = database;
    }

    /**
     * The dialect of the database.
     *
     * @throws QuotaStoreException if the database does not answer, or is not one that Ration knows
     */
    public Dialect dialect() {
        return database.dialect().orElseGet(this::detected);
    }

    private Dialect detected() {
        return inTransaction(store -> TransactionResult.unchanged(database.detect(store)))
                .orElseThrow(() ->
                        QuotaStoreException.notCharged("the database is not supported; use " + Dialects.NAMES, null));
    }

    /** Runs work that may change something. */
    public <T> T change(Function<LedgerTables, TransactionResult<T>> work) {
        dialect();
        return inTransaction(store -> work.apply(tables(store)));
    }

    /** The tables, within a transaction, once the {@link #dialect} is known. */
    public LedgerTables tables(EntityManager store) {
        return new LedgerTables(store, database, connection.deadline());
    }

    /**
     * Runs work that does not wait for other sessions.
     *
     * @return empty if it would have to, and has done nothing
     */
    public <T> Optional<T> changeIfFree(Function<LedgerTables, TransactionResult<Optional<T>>> work) {
        try {
            return change(work);
        } catch (QuotaStoreException fault) {
            if (fault.outcomeUnknown() || !SqlFailures.lockTimedOut(fault)) {
                throw fault;
            }
            return Optional.empty();
        }
    }

    /** Runs work that only looks. */
    public <T> T read(Function<LedgerTables, T> work) {
        return change(tables -> TransactionResult.unchanged(work.apply(tables)));
    }

    /**
     * Adds accounts that others may be adding at the same time: all by one commit, or none. It is tried once.
     *
     * @param inserts adds them, in the order of their ids, as others have them
     * @param patience how long it waits for others that add the same
     * @return false if none has been added, as one is there already, or another transaction is adding it
     */
    public boolean tryToAdd(Consumer<LedgerTables> inserts, Duration patience) {
        try {
            run(adding(inserts, Deadline.in(patience)), () -> true);
            return true;
        } catch (Exception failure) {
            if (SqlFailures.lostToOthers(failure)) {
                return false;
            }
            throw SqlFailures.exception(failure, false);
        }
    }

    /**
     * Adds a row that another may be adding at the same time, and what goes with it.
     *
     * @param insert adds the row
     * @param more what goes with it, made anew for each run
     * @return false if it was there already, and nothing has been added
     */
    public boolean addIfMissing(Consumer<LedgerTables> insert, Supplier<?>... more) {
        for (int runs = 1; ; runs++) {
            try {
                run(adding(insert, connection.deadline(), more), () -> true);
                return true;
            } catch (Exception failure) {
                if (SqlFailures.constraintViolated(failure)) {
                    return false;
                }
                if (isLast(runs, failure)) {
                    // Whether or not the row is there now, no unit has been charged.
                    throw SqlFailures.exception(failure, false);
                }
            }
            pause(runs);
        }
    }

    private TransactionAttempt<Boolean> adding(Consumer<LedgerTables> inserts, Deadline patience, Supplier<?>... more) {
        dialect();
        return new TransactionAttempt<>(store -> {
            inserts.accept(new LedgerTables(store, database, patience)); // another that adds the same row may never end
            Stream.of(more).map(Supplier::get).forEach(store::persist);
            return TransactionResult.changed(true);
        });
    }

    /**
     * Runs work in a transaction, again if that lost to another. Catches checked exceptions too, though none is
     * declared: interceptors of containers throw a {@code RollbackException} past the compiler.
     */
    public <T> T inTransaction(Function<EntityManager, TransactionResult<T>> work) {
        for (int runs = 1; ; runs++) {
            TransactionAttempt<T> run = new TransactionAttempt<>(work);
            try {
                run(run, connection::commits);
                return run.answer();
            } catch (Exception failure) {
                if (run.unchanged()) {
                    return run.answer();
                }
                if (run.outdated()) {
                    continue;
                }
                if (run.bodyDone() && database.shards().several()) {
                    throw SqlFailures.unknown(failure); // one of them may have committed what another has rolled back
                }
                if (isLast(runs, failure)) {
                    throw SqlFailures.exception(failure, run.bodyDone());
                }
            }
            pause(runs);
        }
    }

    private boolean isLast(int runs, Exception failure) {
        return !SqlFailures.retryable(failure)
                || runs >= MAX_RUNS
                || connection.deadline().passed();
    }

    /** Once; the last check before the commit decides whether it is still wanted. */
    private void run(TransactionAttempt<?> run, BooleanSupplier commits) {
        connection.begin();
        container
                .inNewTransaction(store -> {
                    connect(store);
                    run.accept(store);
                    run.commits(commits.getAsBoolean());
                })
                .requireCommit();
    }

    /** Makes the transaction have its connection. */
    private void connect(EntityManager store) {
        try {
            database.connect(store);
        } catch (RuntimeException failure) {
            throw new RollbackSignal(failure);
        }
        if (!connection.connected()) {
            throw new RollbackSignal(QuotaStoreException.notCharged(
                    "no caller waited for the connection any more; nothing has been charged", null));
        }
    }

    /** Waits for a moment, the longer the more runs there were, and a different one on each thread. */
    public void pause(int runs) {
        long millis = ThreadLocalRandom.current().nextLong(Math.min(runs, MAX_PAUSE_MILLIS) + 1);
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
        if (Thread.interrupted()) {
            throw InterruptedWait.notCharged(new InterruptedException());
        }
    }
}
