// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaDecision;
import org.ration.QuotaStoreException;
import org.ration.container.Container;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.batch.ConnectionAcquisition;
import org.ration.ledger.batch.Deadline;
import org.ration.ledger.batch.GroupCommit;
import org.ration.ledger.batch.Limits;
import org.ration.ledger.sql.Database;
import org.ration.ledger.sql.Shards;
import org.ration.ledger.transaction.TransactionRunner;

/**
 * The way to the database: has charges carried out together ({@link GroupCommit}), and other work alone, on a bounded
 * number of connections. Safe for use by many threads.
 */
public final class DatabaseGate implements AutoCloseable {

    private final Container container;
    private final ChargeExecutor charging;
    private final Lanes<LedgerRequest, LedgerResult> queue;
    private final Database database;
    private final Duration timeout;
    private volatile int firstToAsk;

    /**
     * An open gate.
     *
     * @param container runs transactions, and gives threads the application's context
     * @param settings how many connections, how long to wait, how many may wait
     * @param ended is told of holds that have come to their end, by a worker's thread
     */
    public DatabaseGate(Container container, LedgerSettings settings, Consumer<List<EndedHold>> ended) {
        this.container = container;
        this.timeout = settings.timeout();
        this.database = new Database(settings.tables().shards());
        this.charging = new ChargeExecutor(settings, this::runner, ended);
        this.queue = new Lanes<>(
                database.shards(),
                Limits.of(settings.connections(), settings.waiting(), settings.timeout()),
                limits -> new GroupCommit<>(
                        limits, container.context(), container::startsHere, LedgerResult::refused, charging));
    }

    /**
     * Charges, in a transaction that it may share with others, and waits for it.
     *
     * @return the decision, durable if allowed, or the conflict of the id
     * @throws QuotaStoreException if it could not be charged, or its outcome is unknown
     */
    public LedgerResult charge(ChargeRequest request) {
        return queue.carryOut(request, request.accounts());
    }

    /**
     * Charges, in a transaction that it may share with others.
     *
     * @param receiver is handed what {@link #charge(ChargeRequest)} answers, or why it could not be charged, on a
     *     worker's thread
     * @throws QuotaStoreException not charged, if too many wait already
     */
    public void charge(
            ChargeRequest request, BiConsumer<@Nullable LedgerResult, @Nullable QuotaStoreException> receiver) {
        queue.submit(request, receiver, request.accounts());
    }

    /** Settles as {@link #charge(ChargeRequest)} charges, on an interrupted thread, too. */
    public SettleResult settle(SettleRequest request) {
        return (SettleResult) queue.finish(request, request.accounts());
    }

    /** Settles as {@link #charge(ChargeRequest, BiConsumer)} charges. */
    public void settle(
            SettleRequest request, BiConsumer<@Nullable SettleResult, @Nullable QuotaStoreException> receiver) {
        queue.submit(request, (result, fault) -> receiver.accept((SettleResult) result, fault), request.accounts());
    }

    /** How the accounts are spread over databases. */
    public Shards shards() {
        return database.shards();
    }

    /** The database of several that answered last; or another one, if it has not answered since. */
    public int firstToAsk() {
        return firstToAsk;
    }

    /** Has a database asked first from now on. */
    public void askFirst(int shard) {
        firstToAsk = shard;
    }

    /** How many requests are in the queue. */
    public int waiting() {
        return queue.waiting();
    }

    /** The decision that {@link #charge} would take now; charges and locks nothing. */
    public QuotaDecision check(ChargeRequest request) {
        return queue.visit(request.accounts()[0], connection -> charging.check(runner(connection), request));
    }

    /**
     * Does something with the database once a connection is free for it, on a worker's thread.
     *
     * @param access its work, in one or more separate transactions
     * @return what that answers
     * @throws QuotaStoreException not charged, if no connection gets free in time
     */
    public <T> T access(Function<TransactionRunner, T> access) {
        return queue.visit(connection -> access.apply(runner(connection)));
    }

    /** Does something like {@link #access} that a settlement needs, on an interrupted thread, too. */
    public <T> T accessToSettle(Function<TransactionRunner, T> access) {
        return queue.visitToFinish(connection -> access.apply(runner(connection)));
    }

    /**
     * Does something like {@link #access}, but that may wait for rows that others have locked: at most half the
     * connections are lent for that.
     *
     * @param access its work, in one or more separate transactions
     * @return what that answers
     * @throws QuotaStoreException not charged, if no such connection gets free in time
     */
    public <T> T accessIsolated(Function<TransactionRunner, T> access) {
        return queue.visitIsolated(connection -> access.apply(runner(connection)));
    }

    /**
     * Has a thread of the ledger's own do something, for which no caller waits.
     *
     * @return false if there is no thread to be had
     */
    public boolean start(Runnable work) {
        return queue.start(work);
    }

    /** Admits no further requests, answers all that are in, and ends all threads. */
    @Override
    public void close() {
        queue.close();
    }

    /**
     * Does something with the database on the current thread, without waiting in the queue. For the start of the
     * application: WildFly 39 lets no other thread call EJBs until it is over, and Open Liberty 26.0.0.3 has the names
     * of the application's data sources on that thread alone. No application of {@code ServerTests} starts there
     * otherwise; {@code FirstRequestsContract} also charges while it starts.
     *
     * @param access its work, in one or more separate transactions
     * @return what that answers
     * @throws QuotaStoreException if the database does not answer in time
     */
    public <T> T accessOnThisThread(Function<TransactionRunner, T> access) {
        return access.apply(runner(ConnectionAcquisition.until(Deadline.in(timeout))));
    }

    private TransactionRunner runner(ConnectionAcquisition connection) {
        return new TransactionRunner(container, connection, database);
    }
}
