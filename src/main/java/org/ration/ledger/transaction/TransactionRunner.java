package org.ration.ledger.transaction;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ration.QuotaStoreException;
import org.ration.ledger.batch.Deadline;
import org.ration.ledger.batch.InterruptedWait;
import org.ration.ledger.sql.AccountRows;
import org.ration.ledger.sql.Dialect;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.transaction.ConnectionAcquisition.PoolWait;

/**
 * One caller's turn at the database: any number of transactions, one after the other, until a deadline. A transaction
 * that lost to another is run again.
 */
public final class TransactionRunner {

    private static final int MOST_RUNS = 12;
    private static final int LONGEST_PAUSE_MILLIS = 10;
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final NewTransaction transaction;
    private final ConnectionAcquisition pool;
    private final Deadline deadline;
    private final Function<TransactionRunner, Dialect> dialects;

    public TransactionRunner(
            NewTransaction transaction,
            ConnectionAcquisition pool,
            Deadline deadline,
            Function<TransactionRunner, Dialect> dialects) {
        this.transaction = transaction;
        this.pool = pool;
        this.deadline = deadline;
        this.dialects = dialects;
    }

    public Dialect dialect() {
        return dialects.apply(this);
    }

    /** Runs work that may change something. */
    public <T> T change(Function<LedgerTables, TransactionResult<T>> work) {
        Dialect dialect = dialect();
        return inTransaction(store -> work.apply(tables(store, dialect)));
    }

    public LedgerTables tables(EntityManager store, Dialect dialect) {
        return new LedgerTables(store, dialect, deadline);
    }

    /** Runs work that only looks. */
    public <T> T read(Function<LedgerTables, T> work) {
        return change(tables -> TransactionResult.unchanged(work.apply(tables)));
    }

    /**
     * Adds accounts that others may be adding at the same time: all by one commit, or none. It is tried once and with little
     * patience, since the rows that are added already keep others waiting meanwhile. Whoever finds some of them missing still
     * adds each by {@link #addIfMissing}.
     *
     * @param inserts one statement for each, in the order of their ids, as others have them
     */
    public void tryToAdd(List<Function<EntityManager, Query>> inserts) {
        try {
            run(adding(inserts, Deadline.in(PATIENCE)));
        } catch (Exception failure) {
            return; // what is more than bad luck, each of them meets again
        }
    }

    /**
     * Adds a row that another may be adding at the same time, and what goes with it.
     *
     * @param insert the statement
     * @param more what goes with it, made anew for each run
     * @return false if it was there already, and nothing has been added
     */
    public boolean addIfMissing(Function<EntityManager, Query> insert, Supplier<?>... more) {
        for (int runs = 1; ; runs++) {
            try {
                run(adding(List.of(insert), deadline, more));
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

    private TransactionAttempt<Boolean> adding(
            List<Function<EntityManager, Query>> inserts, Deadline patience, Supplier<?>... more) {
        Dialect dialect = dialect();
        return new TransactionAttempt<>(store -> {
            dialect.boundLocks(store, patience); // whoever adds the same row may never end
            for (Function<EntityManager, Query> insert : inserts) {
                dialect.boundLocks(insert.apply(store), patience).executeUpdate();
            }
            Stream.of(more).map(Supplier::get).forEach(store::persist);
            return TransactionResult.changed(true);
        });
    }

    public Dialect tellDialect() {
        return inTransaction(store -> TransactionResult.unchanged(Dialect.of(store, deadline)))
                .orElseThrow(() -> QuotaStoreException.notCharged(
                        "the database is not one that Ration knows; use H2, PostgreSQL or MariaDB", null));
    }

    /**
     * Runs work in a transaction, again if that lost to another. Catches checked exceptions too, though none is declared:
     * interceptors of containers throw a {@code RollbackException} past the compiler.
     */
    public <T> T inTransaction(Function<EntityManager, TransactionResult<T>> work) {
        for (int runs = 1; ; runs++) {
            TransactionAttempt<T> run = new TransactionAttempt<>(work);
            try {
                run(run);
                return run.answer();
            } catch (Exception failure) {
                if (run.unchanged()) {
                    return run.answer();
                }
                if (isLast(runs, failure)) {
                    throw SqlFailures.exception(failure, run.bodyDone());
                }
            }
            pause(runs);
        }
    }

    private boolean isLast(int runs, Exception failure) {
        return !SqlFailures.retryable(failure) || runs == MOST_RUNS || deadline.passed();
    }

    /** Once, and no longer without a connection than until the deadline. */
    private void run(TransactionAttempt<?> run) {
        try (PoolWait wait = pool.begin(deadline)) {
            try {
                transaction
                        .run(store -> {
                            connect(store, wait);
                            run.accept(store);
                        })
                        .requireCommit();
            } catch (Exception failure) {
                if (wait.isLate()) {
                    throw new RollbackSignal(noConnection(failure));
                }
                throw failure;
            }
        }
    }

    /** Makes the transaction have its connection; where the provider does not give it away, by asking for nothing. */
    private static void connect(EntityManager store, PoolWait wait) {
        try (wait) {
            if (AccountRows.of(store).isEmpty()) {
                store.createNativeQuery("select 1").getSingleResult();
            }
            wait.over();
        } catch (RuntimeException failure) {
            throw new RollbackSignal(failure);
        }
        if (wait.isLate()) {
            throw new RollbackSignal();
        }
    }

    private static QuotaStoreException noConnection(Exception failure) {
        return QuotaStoreException.notCharged(
                "the connection pool gave no connection within ration.timeout; nothing has been charged", failure);
    }

    /** Waits for a moment, the longer the more runs there were, and a different one on each thread. */
    public void pause(int runs) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(Math.min(runs, LONGEST_PAUSE_MILLIS) + 1));
        } catch (InterruptedException interrupted) {
            throw InterruptedWait.notCharged(interrupted);
        }
    }
}
