// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The isolated accounts, whose requests have failed or whose rows were locked by others: a bounded number, each for a
 * while. Not safe for use by many threads.
 */
final class Isolation {

    private static final int MAX_REMEMBERED = 1024;

    private final Map<String, Long> until = new LinkedHashMap<>();
    private final long nanos;

    /**
     * Of no account yet.
     *
     * @param nanos for how long each is remembered
     */
    Isolation(long nanos) {
        this.nanos = nanos;
    }

    void add(String[] accounts, long now) {
        for (String account : accounts) {
            until.remove(account);
            until.put(account, now + nanos);
        }
        while (until.size() > MAX_REMEMBERED) {
            until.remove(until.keySet().iterator().next());
        }
    }

    /** Whether any of some accounts is remembered. */
    boolean touches(String[] accounts, long now) {
        if (until.isEmpty()) {
            return false;
        }
        until.values().removeIf(end -> end - now < 0);
        for (String account : accounts) {
            if (until.containsKey(account)) {
                return true;
            }
        }
        return false;
    }

    void forget(String account) {
        until.remove(account);
    }

    int size() {
        return until.size();
    }
}
