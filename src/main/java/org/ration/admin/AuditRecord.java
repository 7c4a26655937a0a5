package org.ration.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;

/**
 * What was done, by whom and why.
 *
 * @param id the entry's id
 * @param at when
 * @param by who; {@code application} for what its own code did by {@link org.ration.QuotaRegistry#reset}
 * @param act what
 * @param account the account; empty if it was done to no single one, or the key has been erased
 * @param before what was before; {@link QuotaAct} tells what it is
 * @param after what was after
 * @param untilBefore the end of the override before
 * @param untilAfter the end of the override after
 * @param reason why; {@code QuotaRegistry.reset} for what the application did; empty if the key has been erased
 */
public record AuditRecord(
        String id,
        Instant at,
        String by,
        QuotaAct act,
        Optional<Subject> account,
        OptionalLong before,
        OptionalLong after,
        Optional<Instant> untilBefore,
        Optional<Instant> untilAfter,
        String reason) {

    /**
     * The account that something was done to. It may be gone.
     *
     * @param id its id
     * @param key its key
     * @param scope its scope; empty for none
     * @param period the unit of its period
     */
    public record Subject(String id, String key, String scope, String period) {

        /**
         * The name of its policy.
         *
         * @return as {@link QuotaPolicy#name}
         */
        public String policyName() {
            return QuotaPolicy.of(0, QuotaPeriod.parse(period)).withScope(scope).name();
        }
    }
}
