// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import org.ration.QuotaPolicy;

/** The units that several requests want from one account. Not safe for use by many threads. */
public final class Total {

    /** Units beyond this are not added up exactly, and must not be counted at once. */
    private static final long MAX = 1_000_000_000_000_000_000L;

    private final String id;
    private long cost;
    private long lowest = Long.MAX_VALUE;
    private boolean blocks;
    private long nearest = Long.MAX_VALUE;
    private long last;

    /**
     * Nothing yet.
     *
     * @param id of the account
     */
    public Total(String id) {
        this.id = id;
    }

    /** Adds what the next request wants. */
    public void add(long units, QuotaPolicy policy) {
        cost = Math.addExact(Math.min(cost, MAX), units);
        blocks |= policy.block();
        lowest = policy.block() ? Math.min(lowest, policy.limit()) : lowest;
        nearest = Math.min(nearest, policy.limit());
        last = policy.limit();
    }

    /** Whether it is too much to be counted at once. */
    public boolean isTooMuch() {
        return cost > MAX;
    }

    String id() {
        return id;
    }

    /** The units of all. */
    long cost() {
        return cost;
    }

    /** The lowest limit of those that block. */
    long lowest() {
        return lowest;
    }

    /** Whether any does. */
    boolean blocks() {
        return blocks;
    }

    /** The lowest limit of all. */
    long nearest() {
        return nearest;
    }

    /** The limit of the last, to be shown. */
    long last() {
        return last;
    }
}
