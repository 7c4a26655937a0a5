package org.ration.ledger;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.ration.QuotaStoreException;

/**
 * One caller's turn at the database: any number of transactions, one after the other, until a deadline. A transaction
 * that lost to another is run again.
 */
final class Turn {

    private static final int MOST_RUNS = 12;
    private static final int LONGEST_PAUSE_MILLIS = 10;

    private final LedgerTransaction transaction;
    private final Deadline deadline;
    private final Function<Turn, Dialect> dialects;

    Turn(LedgerTransaction transaction, Deadline deadline, Function<Turn, Dialect> dialects) {
        this.transaction = transaction;
        this.deadline = deadline;
        this.dialects = dialects;
    }

    Dialect dialect() {
        return dialects.apply(this);
    }

    /** Runs work that may change something. */
    <T> T change(Function<LedgerTables, Outcome<T>> work) {
        Dialect dialect = dialect();
        return inTransaction(store -> work.apply(tables(store, dialect)));
    }

    LedgerTables tables(EntityManager store, Dialect dialect) {
        return new LedgerTables(store, dialect, deadline);
    }

    /** Runs work that only looks. */
    <T> T read(Function<LedgerTables, T> work) {
        return change(tables -> Outcome.unchanged(work.apply(tables)));
    }

    /**
     * Adds a row that another may be adding at the same time, and what goes with it.
     *
     * @return false if it was there already, and nothing has been added
     */
    boolean addIfMissing(Object... rows) {
        Dialect dialect = dialect();
        Run<Boolean> run = new Run<>(store -> {
            dialect.boundLocks(store, deadline); // whoever adds the same row may never end
            List.of(rows).forEach(store::persist);
            return Outcome.changed(true);
        });
        try {
            transaction.run(run);
            return true;
        } catch (Exception failure) {
            if (Faults.constraintViolated(failure)) {
                return false;
            }
            // Whether or not the row is there now, no unit has been charged.
            throw Faults.exception(failure, false);
        }
    }

    Dialect tellDialect() {
        return inTransaction(store -> Outcome.unchanged(Dialect.of(store, deadline)))
                .orElseThrow(() -> QuotaStoreException.notCharged(
                        "the database is not one that Ration knows; use H2, PostgreSQL or MariaDB", null));
    }

    /**
     * Runs work in a transaction, again if that lost to another. Catches checked exceptions too, though none is declared:
     * interceptors of containers throw a {@code RollbackException} past the compiler.
     */
    <T> T inTransaction(Function<EntityManager, Outcome<T>> work) {
        for (int runs = 1; ; runs++) {
            Run<T> run = new Run<>(work);
            try {
                transaction.run(run);
                return run.answer();
            } catch (Exception failure) {
                if (run.unchanged()) {
                    return run.answer();
                }
                if (!Faults.retryable(failure) || runs == MOST_RUNS || deadline.passed()) {
                    throw Faults.exception(failure, run.bodyDone());
                }
            }
            pause(runs);
        }
    }

    /** Waits for a moment, the longer the more runs there were, and a different one on each thread. */
    void pause(int runs) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(Math.min(runs, LONGEST_PAUSE_MILLIS) + 1));
        } catch (InterruptedException interrupted) {
            throw Store.interrupted(interrupted);
        }
    }
}
