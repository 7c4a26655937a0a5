// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.Query;
import org.ration.ledger.batch.Deadline;

/**
 * Bounds queries that read without a lock. Without a time-out EclipseLink 4.0 takes many a failure for a broken
 * connection, and tries again twice, 5 s apart: {@code LedgerOnPostgresContract} breaks connections.
 */
final class QueryTimeout {

    private QueryTimeout() {}

    /** Bounds a query, unless by 0. */
    static <Q extends Query> Q bound(Q query, int seconds) {
        if (seconds > 0) {
            query.setHint("jakarta.persistence.query.timeout", seconds * 1000);
        }
        return query;
    }

    /**
     * Bounds a query, in whole seconds, rounded up: drivers count in seconds, and a provider that rounds down would set
     * no time-out.
     */
    static <Q extends Query> Q bound(Q query, Deadline deadline) {
        return bound(query, deadline.secondsLeft());
    }
}
