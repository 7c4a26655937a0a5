// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.Query;
import org.ration.ledger.batch.Deadline;

/**
 * Bounds queries that read without a lock. Without a time-out EclipseLink 4.0 takes many a failure for a broken
 * connection, and tries again twice, 5 s apart.
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
     * Bounds a query. In whole seconds, rounded up: drivers count in seconds, and Hibernate 6.6 takes less than half a
     * second for none, which means no time-out.
     */
    static <Q extends Query> Q bound(Q query, Deadline deadline) {
        return bound(query, deadline.secondsLeft());
    }
}
