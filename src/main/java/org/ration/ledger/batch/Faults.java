// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.time.Duration;
import org.ration.QuotaStoreException;

/** The failures of requests that get no answer in time. */
record Faults(Duration timeout) {

    /** One that was withdrawn. */
    QuotaStoreException late(BatchScheduler.Delay delay) {
        return QuotaStoreException.notCharged(
                switch (delay) {
                    case TURN ->
                        "no connection for charging was free within " + timeout
                                + "; see the settings ration.connections and ration.timeout";
                    case POOL ->
                        "the connection pool gave no connection within ration.timeout; nothing has been charged";
                    case ROW ->
                        "another session keeps a row of the charge locked, or its charges fail, for " + timeout
                                + "; nothing has been charged";
                },
                null);
    }

    /** One that was given up while it was carried out. */
    QuotaStoreException noAnswer(boolean exclusive) {
        return QuotaStoreException.unknown(
                exclusive
                        ? "the database had no answer within twice " + timeout
                                + "; the requested work may have been done or not"
                        : "the charge was under way and had no answer within twice " + timeout
                                + "; it may have charged or not",
                null);
    }

    /** One whose work ended at no point that it should end at. */
    static QuotaStoreException defect(Throwable defect) {
        return QuotaStoreException.unknown("charging ended in a defect; it may have charged or not", defect);
    }

    static QuotaStoreException stopping() {
        return QuotaStoreException.notCharged("the application is being stopped; nothing has been charged", null);
    }
}
