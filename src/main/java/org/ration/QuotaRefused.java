package org.ration;

import java.time.Instant;

/**
 * The event that a quota refused a charge, of which nothing was counted. One is fired for each quota that refuses. Observed
 * like {@link QuotaCharged}.
 *
 * @param account the account's id, which tells no key
 * @param policy the name of the policy, as {@link QuotaPolicy#name}
 * @param cost the units wanted
 * @param used units used
 * @param limit the limit in force
 * @param resetAt the first instant after the window
 * @param at when it was decided, by the clock of the node
 */
public record QuotaRefused(
        String account, String policy, long cost, long used, long limit, Instant resetAt, Instant at) {}
