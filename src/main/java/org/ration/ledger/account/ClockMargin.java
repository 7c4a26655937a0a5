// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a node's clock may be from the database's. A clock ahead would refill a quota early, and one behind would
 * open a window anew whose account has been purged: both would grant units twice. Within the margin neither can happen,
 * since accounts are purged only {@link #MAX} after their window has ended.
 */
public final class ClockMargin {

    /** The most that a node's clock may be ahead of the database's or behind it. */
    public static final Duration MAX = Duration.ofHours(1);

    private ClockMargin() {}

    /**
     * Examines a window that a node is about to open. A clock ahead may be so by an hour, or by the length of the
     * window where that is shorter.
     *
     * @param now the node's time, by which windows begin that are counted from the first use
     * @param start the start of the window
     * @param end its end
     * @param database the database's own time
     * @return why the window must not be opened; empty if it may be
     */
    public static Optional<String> obstacle(Instant now, Instant start, Instant end, Instant database) {
        Duration length = Duration.between(start, end);
        Duration ahead = length.compareTo(MAX) < 0 ? length : MAX;
        if (start.isAfter(database.plus(ahead))) {
            return Optional.of("this node's clock is ahead: it would open a window that begins at " + start
                    + ", but the database's own time is " + database + "; set the clock");
        }
        if (now.isBefore(database.minus(MAX))) {
            return Optional.of("this node's clock is behind: it would open a window at " + now
                    + ", but the database's own time is " + database + "; set the clock");
        }
        return Optional.empty();
    }

    /**
     * The latest instant at which a window can have ended on a node whose clock is right enough.
     *
     * @param database the database's own time
     * @return the margin after it
     */
    public static Instant latestEnd(Instant database) {
        return database.plus(MAX);
    }

    /**
     * The last instant of which every node knows that it is over.
     *
     * @param now the node's time
     * @param database the database's own time
     * @return the margin before the earlier of the two
     */
    public static Instant over(Instant now, Instant database) {
        return (now.isBefore(database) ? now : database).minus(MAX);
    }
}
