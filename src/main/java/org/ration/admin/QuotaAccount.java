package org.ration.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ration.QuotaUsage;

/**
 * The counter of one scope, period and key, as an operator sees it.
 *
 * @param id the account's id: 64 hexadecimal digits
 * @param usage the open window under the limit in force; the window that would open now, where none is open
 * @param open whether a window is open
 * @param granted extra units of the open window, contained in the limit in force
 * @param declaredLimit the limit of the last counted charge: of annotation, setting, plan or code
 * @param override the override that is in force
 * @param states the states it is in
 * @param version counts the acts on this account; no charge changes it
 * @param updatedAt the last counted charge or act; empty if there was none
 */
public record QuotaAccount(
        String id,
        QuotaUsage usage,
        boolean open,
        long granted,
        long declaredLimit,
        Optional<LimitOverride> override,
        Set<AccountState> states,
        long version,
        Optional<Instant> updatedAt) {

    /**
     * Copies the states.
     *
     * @param id the account's id
     * @param usage the window
     * @param open whether it is open
     * @param granted extra units
     * @param declaredLimit the limit of the last counted charge
     * @param override the override that is in force
     * @param states the states
     * @param version counts the acts
     * @param updatedAt the last change
     */
    public QuotaAccount {
        states = Set.copyOf(states);
    }

    /**
     * This account, as long as nothing else is done to it.
     *
     * @return the reference with this version
     */
    public AccountRef ref() {
        return new AccountRef(id, OptionalLong.of(version));
    }
}
