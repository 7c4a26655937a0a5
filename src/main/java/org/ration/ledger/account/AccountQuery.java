package org.ration.ledger.account;

import java.time.Instant;
import java.util.Optional;

/**
 * Which accounts.
 *
 * @param text what the key contains, in upper or lower case
 * @param scope the scope
 * @param unit the period's unit
 * @param standing the state
 */
public record AccountQuery(
        Optional<String> text, Optional<String> scope, Optional<String> unit, Optional<Standing> standing) {

    /** How accounts are sorted. */
    public enum Sorting {
        /** By the key. */
        KEY,
        /** By what is used in the open window. */
        USED,
        /** By the share of the limit in force that is used. */
        SHARE,
        /** By the end of the window. */
        RESET_AT,
        /** By the last change. */
        UPDATED_AT
    }

    /** Whether an account that once matched still does; its key cannot have changed. */
    public boolean stillMatches(Account account, Instant now) {
        return scope.map(account.scope()::equals).orElse(true)
                && unit.map(account.unit()::equals).orElse(true)
                && standing.map(wanted -> account.is(wanted, now)).orElse(true);
    }
}
