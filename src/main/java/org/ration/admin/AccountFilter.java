// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import java.util.Objects;
import java.util.Optional;

/**
 * Selects accounts. An empty criterion selects all.
 *
 * @param key text that the key contains, in upper or lower case
 * @param scope the scope, exactly; the empty text for accounts without one
 * @param period the unit of the period: {@code month}, {@code 30d}
 * @param state the state
 */
public record AccountFilter(
        Optional<String> key, Optional<String> scope, Optional<String> period, Optional<AccountState> state) {

    /** All accounts. */
    public static final AccountFilter ALL =
            new AccountFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Refuses nulls and malformed text.
     *
     * @param key text that the key contains
     * @param scope the scope
     * @param period the unit of the period
     * @param state the state
     */
    public AccountFilter {
        key.ifPresent(text -> Text.require("key", text));
        scope.ifPresent(text -> Text.require("scope", text));
        period.ifPresent(text -> Text.require("period", text));
        Objects.requireNonNull(state, "state");
    }

    /**
     * The same filter for a part of a key.
     *
     * @param text text that the key contains
     * @return the changed copy
     */
    public AccountFilter withKey(String text) {
        return new AccountFilter(Optional.of(text), scope, period, state);
    }

    /**
     * The same filter for a scope.
     *
     * @param newScope the scope; empty for accounts without one
     * @return the changed copy
     */
    public AccountFilter withScope(String newScope) {
        return new AccountFilter(key, Optional.of(newScope), period, state);
    }

    /**
     * The same filter for a period.
     *
     * @param unit the unit of the period
     * @return the changed copy
     */
    public AccountFilter withPeriod(String unit) {
        return new AccountFilter(key, scope, Optional.of(unit), state);
    }

    /**
     * The same filter for a state.
     *
     * @param newState the state
     * @return the changed copy
     */
    public AccountFilter withState(AccountState newState) {
        return new AccountFilter(key, scope, period, Optional.of(newState));
    }
}
