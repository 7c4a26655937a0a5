package org.ration.ledger;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;

/**
 * The door to the database: lets at most so many callers in at once, in the order of their arrival. A group commit goes
 * here. Safe for use by many threads.
 */
final class Store {

    private final LedgerTransaction transaction;
    private final Semaphore connections;
    private final Duration timeout;
    private volatile @Nullable Dialect dialect;

    Store(LedgerTransaction transaction, LedgerSettings settings) {
        this.transaction = transaction;
        this.connections = new Semaphore(settings.connections(), true);
        this.timeout = settings.timeout();
    }

    /**
     * Lets the caller in when it is its turn.
     *
     * @param access what it does, in one or more transactions
     * @return what that answers
     * @throws QuotaStoreException not charged, if no connection gets free in time
     */
    <T> T access(Function<Turn, T> access) {
        Deadline deadline = Deadline.in(timeout);
        acquire(deadline);
        try {
            return access.apply(new Turn(transaction, deadline, this::dialect));
        } finally {
            connections.release();
        }
    }

    private Dialect dialect(Turn turn) {
        Dialect known = dialect;
        if (known == null) {
            known = turn.tellDialect();
            dialect = known;
        }
        return known;
    }

    private void acquire(Deadline deadline) {
        try {
            if (!connections.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
                throw QuotaStoreException.notCharged(
                        "no connection for charging was free within " + timeout
                                + "; see the settings ration.connections and ration.timeout",
                        null);
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    static QuotaStoreException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return QuotaStoreException.notCharged("the thread was interrupted while it waited to charge", interrupted);
    }
}
