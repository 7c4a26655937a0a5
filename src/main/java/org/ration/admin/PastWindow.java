package org.ration.admin;

import java.time.Instant;
import org.ration.ledger.account.ClosedWindow;

/**
 * A window that is over.
 *
 * @param periodStart its first instant
 * @param resetAt the first instant after it
 * @param used the units used at its end
 * @param limit the limit in force at its end, with what was granted
 * @param granted the extra units
 */
public record PastWindow(Instant periodStart, Instant resetAt, long used, long limit, long granted) {

    static PastWindow of(ClosedWindow window) {
        return new PastWindow(
                Instant.ofEpochMilli(window.periodStart()),
                Instant.ofEpochMilli(window.resetAt()),
                window.used(),
                window.limit(),
                window.granted());
    }
}
