package org.ration;

import java.time.Instant;

/**
 * The event that an account has reached 80 % or 100 % of its limit, rounded up. Each of the two is fired once for an account
 * and window, on one node, for the charge after which as much was used; one charge can reach both. That is decided and
 * noted in the charge's own transaction. Observed like {@link QuotaCharged}, and fired after it.
 *
 * <p>The limit is the one in force for that charge. What operators do later in the window - a larger limit, a grant, a
 * reset - does not have a threshold told again before the next window; a smaller limit, or a correction, that puts the
 * account past a threshold is told by the next charge that is taken. An {@linkplain Quota#UNLIMITED unlimited} quota has no
 * threshold.
 *
 * @param account the account's id, which tells no key
 * @param policy the name of the policy, as {@link QuotaPolicy#name}
 * @param percent 80 or 100
 * @param used units used, after the charge
 * @param limit the limit in force
 * @param periodStart the first instant of the window
 * @param resetAt the first instant after the window
 * @param at when it was decided, by the clock of the node
 */
public record QuotaThresholdCrossed(
        String account,
        String policy,
        int percent,
        long used,
        long limit,
        Instant periodStart,
        Instant resetAt,
        Instant at) {}
