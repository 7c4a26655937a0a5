// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;

/**
 * A request on its way: where it stands, and its answer. The worker that has it in a batch notes its result. It is
 * settled once: by that worker after the batch, or earlier, when its time is over.
 *
 * @param <R> the request
 * @param <A> its answer
 */
public final class Ticket<R, A> implements Batch.Member {

    /** The state of a request. */
    enum State {
        /** In the queues of its accounts. */
        WAITING,
        /** In a batch. */
        IN_FLIGHT,
        /** Carried out, or given up. */
        GONE
    }

    private final @Nullable R request;
    private final @Nullable BooleanSupplier exclusive;
    private final @Nullable Thread caller;
    private final @Nullable BiConsumer<@Nullable A, @Nullable QuotaStoreException> receiver;
    private final AtomicReference<@Nullable Result<A>> settled = new AtomicReference<>();
    private @Nullable Result<A> noted;

    final String[] accounts;
    final Deadline soft;
    final Deadline hard;

    // What follows is guarded by the scheduler's lock; state is read without it, too, by tests.
    volatile State state = State.WAITING;
    long number;
    boolean isolated;
    boolean again;
    boolean mayBeFull;

    @Nullable
    Batch<Ticket<R, A>> batch;

    final List<Place<R, A>> places;
    Line.@Nullable Place<Ticket<R, A>> waitingPlace;
    Line.@Nullable Place<Ticket<R, A>> readyPlace;

    private Ticket(
            @Nullable R request,
            @Nullable BooleanSupplier exclusive,
            @Nullable Thread caller,
            @Nullable BiConsumer<@Nullable A, @Nullable QuotaStoreException> receiver,
            Limits limits,
            String... accounts) {
        this.request = request;
        this.exclusive = exclusive;
        this.caller = caller;
        this.receiver = receiver;
        this.accounts = accounts;
        this.places = new ArrayList<>(accounts.length);
        this.soft = Deadline.in(limits.timeout());
        this.hard = soft.later(limits.timeout());
    }

    /** A request of the current thread, which waits for it. */
    static <R, A> Ticket<R, A> parked(R request, Limits limits, String... accounts) {
        return new Ticket<>(request, null, Thread.currentThread(), null, limits, accounts);
    }

    /** A request that no thread waits for; its receiver is handed the answer, or the fault. */
    static <R, A> Ticket<R, A> received(
            R request,
            BiConsumer<@Nullable A, @Nullable QuotaStoreException> receiver,
            Limits limits,
            String... accounts) {
        return new Ticket<>(request, null, null, receiver, limits, accounts);
    }

    /**
     * Wants a connection for itself, and the current thread waits for it.
     *
     * @param work answers whether it was done
     * @param isolated whether it may wait for rows that others have locked
     */
    static <R, A> Ticket<R, A> exclusive(BooleanSupplier work, boolean isolated, Limits limits) {
        Ticket<R, A> ticket = new Ticket<>(null, work, Thread.currentThread(), null, limits);
        ticket.isolated = isolated;
        return ticket;
    }

    /**
     * What is to be carried out.
     *
     * @return the request
     */
    public R request() {
        return Objects.requireNonNull(request, "exclusive work has no request");
    }

    /**
     * Whether an account of it refused just now, so that it had better look before it locks.
     *
     * @return whether one did
     */
    public boolean mayBeFull() {
        return mayBeFull;
    }

    /**
     * Notes the answer, which is durable.
     *
     * @param answer the answer
     */
    public void answer(A answer) {
        noted = new Result<>(answer, null);
    }

    /**
     * Notes that it has failed for good.
     *
     * @param fault why
     */
    public void fail(QuotaStoreException fault) {
        noted = new Result<>(null, fault);
    }

    /** Notes that exclusive work has ended. */
    void ended() {
        noted = new Result<>(null, null);
    }

    /**
     * Whether its answer or its failure has been noted.
     *
     * @return whether nothing is left to be done
     */
    public boolean isDone() {
        return noted != null;
    }

    @Override
    public String[] accounts() {
        return accounts;
    }

    @Override
    public boolean isIsolated() {
        return isolated;
    }

    @Override
    public boolean isUndone() {
        return !isDone() && state == State.IN_FLIGHT;
    }

    @Nullable
    QuotaStoreException fault() {
        return noted == null ? null : noted.fault;
    }

    @Nullable
    A answered() {
        return noted == null ? null : noted.answer;
    }

    boolean isExclusive() {
        return exclusive != null;
    }

    /** Answers whether the work was done. */
    boolean runExclusively() {
        return Objects.requireNonNull(exclusive, "only exclusive work is run so")
                .getAsBoolean();
    }

    @Nullable
    Thread caller() {
        return caller;
    }

    /** Whether it has been noted, and is settled now by that. */
    boolean settle() {
        return noted != null && settled.compareAndSet(null, noted);
    }

    /** Whether it is settled now by a fault. */
    boolean settle(QuotaStoreException fault) {
        return settled.compareAndSet(null, new Result<>(null, fault));
    }

    boolean isSettled() {
        return settled.get() != null;
    }

    /** Hands the answer to the receiver. */
    void notifyReceiver() {
        Result<A> result = Objects.requireNonNull(settled.get(), "notified before it is settled");
        Objects.requireNonNull(receiver, "a caller waits for it").accept(result.answer, result.fault);
    }

    /**
     * The answer, on the caller's own thread; null of exclusive work.
     *
     * @throws QuotaStoreException its fault, with the caller's own stack
     */
    @Nullable
    A result() {
        Result<A> result = Objects.requireNonNull(settled.get(), "read before it is settled");
        if (result.fault != null) {
            throw result.fault.outcomeUnknown()
                    ? QuotaStoreException.unknown(result.fault.getMessage(), result.fault)
                    : QuotaStoreException.notCharged(result.fault.getMessage(), result.fault);
        }
        return result.answer;
    }

    /**
     * The place of a request in the queue of one of its accounts.
     *
     * @param queue the account's
     * @param place within it
     */
    record Place<R, A>(AccountQueue<Ticket<R, A>, Batch<Ticket<R, A>>> queue, Line.Place<Ticket<R, A>> place) {}

    private record Result<A>(@Nullable A answer, @Nullable QuotaStoreException fault) {}
}
