// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.batch.ConnectionAcquisition;
import org.ration.ledger.batch.GroupCommit;
import org.ration.ledger.batch.Limits;
import org.ration.ledger.sql.Shards;

/**
 * A queue for each database behind the data source, and one for visitors, each with its own share of the connections
 * and of the places to wait: a database that does not answer takes nothing from the others. Where there is one
 * database, one queue is for all. Safe for use by many threads.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
final class Lanes<R, A> implements AutoCloseable {

    private final Shards shards;
    private final List<GroupCommit<R, A>> lanes;
    private final GroupCommit<R, A> visitors;

    /**
     * Queues that are open.
     *
     * @param all the bounds of all of them together
     * @param lane makes a queue with its share
     */
    Lanes(Shards shards, Limits all, Function<Limits, GroupCommit<R, A>> lane) {
        this.shards = shards;
        int count = shards.several() ? shards.count() + 1 : 1;
        Limits share = all.share(count);
        this.lanes =
                IntStream.range(0, count).mapToObj(number -> lane.apply(share)).toList();
        this.visitors = lanes.get(count - 1);
    }

    /**
     * Has a request carried out, and waits for it; see {@link GroupCommit#carryOut}.
     *
     * @throws IllegalArgumentException if its accounts are of several keys, and may be on several databases
     */
    A carryOut(R request, String... accounts) {
        return lane(accounts).carryOut(request, accounts);
    }

    /**
     * Has a request carried out; see {@link GroupCommit#submit}.
     *
     * @throws IllegalArgumentException if its accounts are of several keys, and may be on several databases
     */
    void submit(R request, BiConsumer<@Nullable A, @Nullable QuotaStoreException> receiver, String... accounts) {
        lane(accounts).submit(request, receiver, accounts);
    }

    /** Has a request carried out, and waits for it; see {@link GroupCommit#finish}. */
    A finish(R request, String... accounts) {
        return lane(accounts).finish(request, accounts);
    }

    /** Does something with a connection that concerns one account alone; see {@link GroupCommit#visit}. */
    <T> T visit(String account, Function<ConnectionAcquisition, T> visit) {
        return lane(account).visit(visit);
    }

    /** Does something with a connection; see {@link GroupCommit#visitToFinish}. */
    <T> T visitToFinish(Function<ConnectionAcquisition, T> visit) {
        return visitors.visitToFinish(visit);
    }

    /** Does something with a connection; see {@link GroupCommit#visitIsolated}. */
    <T> T visitIsolated(Function<ConnectionAcquisition, T> visit) {
        return visitors.visitIsolated(visit);
    }

    /** Does something with a connection; see {@link GroupCommit#visit}. */
    <T> T visit(Function<ConnectionAcquisition, T> visit) {
        return visitors.visit(visit);
    }

    /** Has a thread do something; see {@link GroupCommit#start}. */
    boolean start(Runnable work) {
        return visitors.start(work);
    }

    /** How many requests wait for their batch to begin. */
    int waiting() {
        return lanes.stream().mapToInt(GroupCommit::waiting).sum();
    }

    @Override
    public void close() {
        lanes.forEach(GroupCommit::close);
    }

    private GroupCommit<R, A> lane(String... accounts) {
        if (shards.several() && !AccountIds.ofOneKey(accounts)) {
            throw new IllegalArgumentException(
                    "RATION-097 the charges are of several keys, whose counters may be in different databases"
                            + " (ration.shards is " + shards.count()
                            + "), so that they cannot be all or nothing; charge each key by itself");
        }
        return lanes.get(shards.of(accounts[0]));
    }
}
