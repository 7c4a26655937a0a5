// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.util.function.LongSupplier;

/** Who is charged. */
public enum Load {
    /** All callers charge one key. */
    HOT("one key"),
    /** So many charges of one key are outstanding, and no thread waits for them: each answer charges again. */
    HOT_ASYNC("one key, outstanding asynchronous charges"),
    /** Each caller charges any of 100,000 keys. */
    SPREAD("100,000 keys"),
    /** The same, by so many charges that are outstanding, and for which no thread waits. */
    SPREAD_ASYNC("100,000 keys, outstanding asynchronous charges"),
    /** Each caller charges any of 100,000 keys under an id of its own, which is remembered. */
    WITH_ID("100,000 keys, each charge with an id"),
    /** Each caller reserves a unit of any of 100,000 keys, and settles it. */
    HOLD("100,000 keys, each charge reserved and then settled"),
    /** All callers are refused by one key that is used up. */
    REFUSED("one key that is used up"),
    /** Each charge is the first one of its key. */
    FIRST("the first charge of a key"),
    /** All callers charge the day's and the month's quota of one key, all or nothing. */
    PAIR("day and month of one key"),
    /** 8 callers of any of 100,000 keys, alone. */
    OTHERS("8 callers of 100,000 keys, alone"),
    /** The same 8 callers, measured while the rest floods one key. */
    FLOOD("8 callers of 100,000 keys beside a flood of one");

    /** The callers that are measured under a flood. */
    static final int OTHER_CALLERS = 8;

    private final String text;

    Load(String text) {
        this.text = text;
    }

    /** What it is, in words. */
    public String text() {
        return text;
    }

    /** Whether no thread waits for the charges. */
    boolean isAsynchronous() {
        return this == HOT_ASYNC || this == SPREAD_ASYNC;
    }

    /** The keys that a caller charges. */
    LongSupplier keys(int caller) {
        return switch (this) {
            case HOT, HOT_ASYNC -> Keys.one(Keys.HOT);
            case SPREAD, SPREAD_ASYNC, WITH_ID, HOLD, OTHERS -> Keys.random(Keys.SPREAD);
            case REFUSED -> Keys.one(Keys.FULL);
            case FIRST -> Keys.unseen();
            case PAIR -> Keys.one(Keys.PAIR);
            case FLOOD -> isMeasured(caller) ? Keys.random(Keys.SPREAD) : Keys.one(Keys.HOT);
        };
    }

    /** Whether the figures are those of this caller, too. */
    boolean isMeasured(int caller) {
        return this != FLOOD || caller < OTHER_CALLERS;
    }
}
