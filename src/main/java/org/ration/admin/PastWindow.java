package org.ration.admin;

import java.time.Instant;

/**
 * A window that is over.
 *
 * @param periodStart its first instant
 * @param resetAt the first instant after it
 * @param used the units used at its end
 * @param limit the limit in force at its end, with what was granted
 * @param granted the extra units
 */
public record PastWindow(Instant periodStart, Instant resetAt, long used, long limit, long granted) {}
