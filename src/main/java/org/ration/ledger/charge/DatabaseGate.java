package org.ration.ledger.charge;

import java.util.function.Function;
import org.ration.QuotaDecision;
import org.ration.QuotaStoreException;
import org.ration.ledger.batch.Deadline;
import org.ration.ledger.batch.GroupCommit;
import org.ration.ledger.sql.Database;
import org.ration.ledger.transaction.ConnectionAcquisition;
import org.ration.ledger.transaction.NewTransaction;
import org.ration.ledger.transaction.TransactionRunner;

/**
 * The door to the database: lets at most so many callers in at once, in the order of their arrival, and charges of several
 * callers together ({@link GroupCommit}). Safe for use by many threads.
 */
public final class DatabaseGate {

    private final NewTransaction transaction;
    private final ConnectionAcquisition pool = new ConnectionAcquisition();
    private final ChargeExecutor charging;
    private final GroupCommit<ChargeRequest> queue;
    private final Database database = new Database();

    public DatabaseGate(NewTransaction transaction, LedgerSettings settings) {
        this.transaction = transaction;
        this.charging = new ChargeExecutor(settings, this::turn);
        this.queue = new GroupCommit<>(settings.connections(), settings.timeout(), pool::isDry, charging);
    }

    /**
     * Charges when it is the caller's turn, in a transaction that it may share with others.
     *
     * @return the decision, durable if allowed
     * @throws QuotaStoreException if it could not be charged, or its outcome is unknown
     */
    public QuotaDecision charge(ChargeRequest request) {
        queue.carryOut(request);
        return request.decision();
    }

    /** How many callers wait for their turn. */
    public int waiting() {
        return queue.waiting();
    }

    /** What {@link #charge} would decide now; charges and locks nothing. */
    public QuotaDecision check(ChargeRequest request) {
        return access(turn -> charging.check(turn, request));
    }

    /**
     * Lets the caller in when it is its turn.
     *
     * @param access what it does, in one or more transactions of its own
     * @return what that answers
     * @throws QuotaStoreException not charged, if no connection gets free in time
     */
    public <T> T access(Function<TransactionRunner, T> access) {
        return queue.visit(deadline -> access.apply(turn(deadline)));
    }

    private TransactionRunner turn(Deadline deadline) {
        return new TransactionRunner(transaction, pool, deadline, database);
    }
}
