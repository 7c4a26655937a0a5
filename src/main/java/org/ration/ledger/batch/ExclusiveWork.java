// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The work of an exclusive request, and its result.
 *
 * @param <R> the requests beside it
 * @param <A> their answers
 * @param <T> what it answers
 */
final class ExclusiveWork<R, A, T> implements BooleanSupplier, ConnectionAcquisition {

    private final Function<ConnectionAcquisition, T> work;
    private final BatchScheduler<R, A> scheduler;
    private final Ticket<R, A> ticket;
    private @Nullable T answer;
    private @Nullable RuntimeException exception;
    private @Nullable Error error;

    ExclusiveWork(
            Function<ConnectionAcquisition, T> work, boolean isolated, BatchScheduler<R, A> scheduler, Limits limits) {
        this.work = work;
        this.scheduler = scheduler;
        this.ticket = Ticket.exclusive(this, isolated, limits);
    }

    Ticket<R, A> ticket() {
        return ticket;
    }

    /** Does it; answers whether it threw nothing. */
    @Override
    public boolean getAsBoolean() {
        try {
            answer = work.apply(this);
            return true;
        } catch (Error thrown) {
            error = thrown;
        } catch (Exception thrown) { // also checked ones, as containers throw them past the compiler
            exception = thrown instanceof RuntimeException own ? own : new UndeclaredThrowableException(thrown);
        } finally {
            ticket.ended();
        }
        return false;
    }

    /** What the work has answered or thrown, on the caller's thread, once it is settled. */
    T result() {
        ticket.result();
        if (error != null) {
            throw error;
        }
        if (exception != null) {
            throw exception;
        }
        return answer;
    }

    @Override
    public void begin() {
        scheduler.begin(ticket.batch, System.nanoTime());
    }

    @Override
    public boolean connected() {
        return scheduler.connected(ticket.batch, System.nanoTime());
    }

    @Override
    public boolean commits() {
        return scheduler.commits(ticket.batch, System.nanoTime());
    }

    @Override
    public Deadline deadline() {
        return ticket.soft;
    }
}
