// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.time.Duration;
import org.ration.QuotaStoreException;

/**
 * Bounds of what goes on at once.
 *
 * @param connections batches in progress, apart from lost ones
 * @param accounts in one batch
 * @param requests in one batch
 * @param waiting requests that wait on this node
 * @param timeout how long a request waits for its batch to begin, and then for its answer
 */
public record Limits(int connections, int accounts, int requests, int waiting, Duration timeout) {

    private static final int MAX_ACCOUNTS = 256;
    private static final int MAX_REQUESTS = 16_384;

    /** Makes the time-out short enough to be counted in nanoseconds. */
    public Limits {
        timeout = Deadline.bounded(timeout);
    }

    /**
     * Bounds with batches of the usual size.
     *
     * @param connections batches in progress
     * @param waiting requests that wait on this node
     * @param timeout how long a request waits
     * @return the bounds
     */
    public static Limits of(int connections, int waiting, Duration timeout) {
        return new Limits(connections, MAX_ACCOUNTS, MAX_REQUESTS, waiting, timeout);
    }

    /** The failure of a request that is rejected since too many wait. */
    static QuotaStoreException full(String where) {
        return QuotaStoreException.notCharged(
                "too many charges are waiting " + where + "; see the setting ration.waiting", null);
    }

    /**
     * One of several equal shares of the connections and of the places to wait.
     *
     * @param of how many shares
     * @return the bounds of one, which allow something at least
     */
    public Limits share(int of) {
        return new Limits(Math.max(1, connections / of), accounts, requests, Math.max(1, waiting / of), timeout);
    }

    /** One account leaves half of the places to others. */
    int waitingPerAccount() {
        return Math.max(1, waiting / 2);
    }

    /** At least one half of the connections is not for isolated requests. */
    int connectionsIsolated() {
        return Math.max(1, connections / 2);
    }

    long timeoutNanos() {
        return timeout.toNanos();
    }

    /** After which a connection is lost, and an isolated account is trusted again. */
    long hardNanos() {
        return 2 * timeoutNanos();
    }
}
