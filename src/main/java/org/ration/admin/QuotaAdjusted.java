package org.ration.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The event that an act has changed an account other than by a charge: what an operator did, or the application by
 * {@link org.ration.QuotaRegistry#reset}. One is fired for each entry of the audit, once it is committed. Observed like
 * {@link org.ration.QuotaCharged}.
 *
 * @param act what was done
 * @param account the account's id, which tells no key; empty if it was done to no single one
 * @param policy the name of its policy, as {@link org.ration.QuotaPolicy#name}; empty as well
 * @param by who; {@code application} for what its own code did
 * @param before what was before; {@link QuotaAct} tells what it is
 * @param after what was after
 * @param at when
 */
public record QuotaAdjusted(
        QuotaAct act,
        Optional<String> account,
        Optional<String> policy,
        String by,
        OptionalLong before,
        OptionalLong after,
        Instant at) {}
