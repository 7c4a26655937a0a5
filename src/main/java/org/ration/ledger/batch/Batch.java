// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are carried out together, and the connection that they have or wait for. Guarded by the scheduler's
 * lock, but for the members, which change only while their worker waits for that.
 *
 * @param <T> the requests
 */
final class Batch<T extends Batch.Member> {

    final List<T> members = new ArrayList<>();
    final List<AccountQueue<T, Batch<T>>> accounts = new ArrayList<>();

    /** Since when it has its members; before that, since when it asks for a connection. */
    long since;

    Phase phase = Phase.WORKING;
    long phaseSince;

    /**
     * Whether it has had no connection yet, and no members; the batch of an exclusive request has its member from the
     * start.
     */
    boolean asking;

    /** Whether a member was withdrawn since it has its connection, so that it must not commit. */
    boolean withdrawn;

    /** Whether it was rolled back already for one that was withdrawn. */
    boolean repeated;

    /** Whether its members are isolated, each set of accounts in a separate batch. */
    boolean isolated;

    /** Whether its own caller carries it out, by a connection that is not one of the workers'. */
    boolean beside;

    /** Whether its connection has been given up. */
    boolean lost;

    /** Whether it ended in a fault, and not by leaving out what others have locked. */
    boolean failed;

    /** Whether it ended at an unknown point; what is undone may have been done. */
    boolean torn;

    private boolean alike = true;

    Batch(long since) {
        this.since = since;
        this.phaseSince = since;
    }

    void enter(Phase next, long now) {
        phase = next;
        phaseSince = now;
    }

    void add(T ticket) {
        alike = alike && sameAccounts(ticket);
        members.add(ticket);
    }

    /** The one that it began with. */
    @Nullable
    T leader() {
        return members.isEmpty() ? null : members.get(0);
    }

    /** Whether there is anything in it, and all of it has the same accounts. */
    boolean alike() {
        return alike && !members.isEmpty();
    }

    /** Isolated requests only if it is isolated itself, and then only those with the same accounts. */
    boolean accepts(T ticket) {
        return isolated ? sameAccounts(ticket) : !ticket.isIsolated();
    }

    /** What is in flight with it and has neither answer nor failure. */
    List<T> undone() {
        List<T> undone = new ArrayList<>(members.size());
        for (T member : members) {
            if (member.isUndone()) {
                undone.add(member);
            }
        }
        return undone;
    }

    private boolean sameAccounts(T ticket) {
        return members.isEmpty()
                || Arrays.equals(ticket.accounts(), members.get(0).accounts());
    }

    /** A request, as its batch sees it. */
    interface Member {

        /** The ids of its accounts. */
        String[] accounts();

        /** Whether it is isolated from other requests. */
        boolean isIsolated();

        /** Whether it is in flight and has neither answer nor failure. */
        boolean isUndone();
    }

    /** How far a batch's transaction is. */
    enum Phase {
        /** It waits for its connection. */
        CONNECTING,
        /** It has its connection. */
        WORKING,
        /** It is being committed; the outcome is not known yet. */
        COMMITTING
    }
}
