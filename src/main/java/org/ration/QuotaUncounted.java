package org.ration;

import java.time.Instant;

/**
 * The event that a call passes although its charge could not be counted, since the database does not answer: with the
 * setting {@code ration.when-store-fails=pass}, or where none of the call's quotas blocks. One is fired for each quota of the
 * call. Whether the units were counted is unknown at worst, where the answer to a commit was lost. Observed like
 * {@link QuotaCharged}.
 *
 * @param account the account's id, which tells no key; there may be no such account yet
 * @param policy the name of the policy, as {@link QuotaPolicy#name}
 * @param cost the units wanted
 * @param at when, by the clock of the node
 */
public record QuotaUncounted(String account, String policy, long cost, Instant at) {}
