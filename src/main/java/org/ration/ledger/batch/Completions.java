// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;

/**
 * Admits requests, and completes each once: by what its batch has noted of it, or by a failure. A caller that waits is
 * woken; for a receiver, the answer is queued.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
final class Completions<R, A> {

    private final BatchScheduler<R, A> scheduler;
    private final Answers answers;
    private final Faults faults;

    Completions(BatchScheduler<R, A> scheduler, Answers answers, Faults faults) {
        this.scheduler = scheduler;
        this.answers = answers;
        this.faults = faults;
    }

    /**
     * Admits a request. One with a receiver counts until its receiver has returned.
     *
     * @throws QuotaStoreException not charged, if too many are waiting, or the scheduler is closed
     */
    void enter(Ticket<R, A> ticket, long now) {
        if (ticket.caller() == null) {
            answers.expect();
        }
        boolean entered = false;
        try {
            scheduler.enter(ticket, now);
            entered = true;
        } finally {
            if (!entered && ticket.caller() == null) {
                answers.drop();
            }
        }
    }

    /** Completes the members of a batch of which something has been noted. */
    void publish(Batch<Ticket<R, A>> batch) {
        batch.members.forEach(this::publish);
    }

    /** Gives the connection of a batch back, whatever has happened; members that are queued again may be withdrawn. */
    void leave(Batch<Ticket<R, A>> batch) {
        for (Ticket<R, A> ticket : scheduler.leave(batch, System.nanoTime())) {
            fail(ticket, batch.torn ? noAnswer(ticket) : Faults.stopping());
        }
        for (Ticket<R, A> member : batch.members) {
            if (!member.isDone()) {
                LockSupport.unpark(member.caller());
            }
        }
    }

    /** Gives back the connection of a batch that got no thread. */
    void leaveUnbegun(Batch<Ticket<R, A>> batch, long now) {
        scheduler.leave(batch, now).forEach(ticket -> fail(ticket, Faults.stopping()));
    }

    /**
     * Withdraws a request whose caller, the current thread, was interrupted, and leaves it interrupted.
     *
     * @return false if its batch has begun
     */
    boolean withdraw(Ticket<R, A> interrupted) {
        boolean withdrawn = scheduler.withdraw(interrupted, System.nanoTime()) != null;
        if (withdrawn) {
            fail(interrupted, InterruptedWait.notCharged(new InterruptedException()));
        }
        return withdrawn;
    }

    /** Completes the requests whose time is over, and those of connections that are lost. */
    void expire(long now) {
        for (Ticket<R, A> ticket : scheduler.late(now)) {
            BatchScheduler.Delay delay = scheduler.withdraw(ticket, now);
            if (delay != null) {
                fail(ticket, faults.late(delay));
            } else if (ticket.hard.passed(now) && scheduler.abandon(ticket)) {
                fail(ticket, noAnswer(ticket));
            }
        }
        scheduler.reclaim(now).forEach(ticket -> {
            publish(ticket);
            fail(ticket, faults.noAnswer(false));
        });
    }

    /** Rejects the requests that wait, and admits no others. */
    void stop() {
        scheduler.close().forEach(ticket -> fail(ticket, Faults.stopping()));
    }

    /** Completes the requests that are still in flight at the end. */
    void giveUp() {
        long now = System.nanoTime();
        for (Ticket<R, A> ticket : scheduler.inFlight()) {
            boolean withdrawn = scheduler.withdraw(ticket, now) != null;
            fail(ticket, withdrawn ? Faults.stopping() : noAnswer(ticket));
        }
    }

    private QuotaStoreException noAnswer(Ticket<R, A> ticket) {
        return faults.noAnswer(ticket.isExclusive());
    }

    private void publish(Ticket<R, A> ticket) {
        if (ticket.settle()) {
            hand(ticket);
        }
    }

    private void fail(Ticket<R, A> ticket, QuotaStoreException fault) {
        if (ticket.settle(fault)) {
            hand(ticket);
        }
    }

    private void hand(Ticket<R, A> ticket) {
        @Nullable Thread caller = ticket.caller();
        if (caller == null) {
            answers.add(ticket);
        } else {
            LockSupport.unpark(caller);
        }
    }
}
