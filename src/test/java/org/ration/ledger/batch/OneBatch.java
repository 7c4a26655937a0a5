// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;

/**
 * A batch of given requests, for a handler to be tried with, without a scheduler.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
public final class OneBatch<R, A> implements BatchWork<R, A> {

    private final List<Ticket<R, A>> members;
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(10));

    /** Requests that have not been carried out yet. */
    public OneBatch(List<R> requests) {
        Limits limits = Limits.of(1, 1, Duration.ofSeconds(10));
        members = requests.stream()
                .map(request -> Ticket.<R, A>received(request, (answer, fault) -> {}, limits))
                .toList();
    }

    /** Nobody waits for a request any more, by its number: its caller was told that the outcome is unknown. */
    public void giveUp(int number) {
        members.get(number).state = Ticket.State.GONE;
    }

    /** The answer to a request, by its number. */
    public @Nullable A answer(int number) {
        return members.get(number).answered();
    }

    /** Why a request failed, by its number. */
    public @Nullable QuotaStoreException fault(int number) {
        return members.get(number).fault();
    }

    @Override
    public List<Ticket<R, A>> undone() {
        return members.stream()
                .filter(member -> !member.isDone() && member.state != Ticket.State.GONE)
                .toList();
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public boolean alike() {
        return false;
    }

    @Override
    public void afterwards(Runnable report) {
        report.run();
    }

    @Override
    public void begin() {
        // it has all the connections that there are
    }

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public boolean commits() {
        return true;
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }
}
