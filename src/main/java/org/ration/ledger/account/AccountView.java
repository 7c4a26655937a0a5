// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.admin.AccountFilter;
import org.ration.admin.AccountState;
import org.ration.admin.QuotaAccount;

/**
 * An account as operators see it. A window that is over counts as unused.
 *
 * @param account the account
 * @param now the time
 */
public record AccountView(Account account, Instant now) {

    /** All that is shown of it. */
    public QuotaAccount show() {
        boolean open = account.isOpen(now);
        QuotaUsage usage = usage();
        return QuotaAccount.builder(account.id(), usage)
                .open(open)
                .beginsLater(open && now.isBefore(usage.periodStart()))
                .granted(account.granted(now))
                .declaredLimit(account.policy().limit())
                .override(account.limit().override(now))
                .states(states())
                .version(account.adminVersion())
                .updatedAt(account.updatedAt())
                .build();
    }

    /**
     * Whether the account is in a state. {@code OperatorTables} has the same in JPQL;
     * {@code OperatorsContract.aStateIsTheSameInListsAndInAccounts} compares both.
     */
    public boolean is(AccountState state) {
        return switch (state) {
            case NEAR -> isTakenUpTo(Thresholds.near(usage().limit()));
            case EXHAUSTED -> isTakenUpTo(usage().limit());
            case OVERRIDDEN -> account.limit().isOverridden(now);
        };
    }

    /** Whether an account that a filter once matched still does; its key cannot have changed. */
    public boolean matches(AccountFilter filter) {
        return filter.scope().map(account.scope()::equals).orElse(true)
                && filter.period().map(account.unit()::equals).orElse(true)
                && filter.state().map(this::is).orElse(true);
    }

    /**
     * Whether it may be purged: the window ended before an instant, or there was none, nothing is held, and no override
     * applies. {@code IDLE} of {@code OperatorTables} is the same in JPQL;
     * {@code RemovalsContract.aPurgeRemovesWhatIsIdleAndNothingElse} compares what is counted by it with what is
     * removed by this.
     */
    public boolean isIdleSince(Instant since) {
        return account.lastWindow().endedBefore(since)
                && !account.isOpen(now)
                && (account.holds().reserved() == 0 || account.isStale(now))
                && !account.limit().isOverridden(now);
    }

    /**
     * Whether it is not needed: it is idle, and neither was a unit counted since then nor an act done. {@code IDLE} of
     * {@code RetentionTables} finds the accounts that this is asked of, and must miss none: {@code RetentionTest}.
     */
    public boolean isUnusedSince(Instant since) {
        boolean inflight = account.isInflight() && (account.holds().reserved() == 0 || account.isStale(now));
        return (inflight || isIdleSince(since))
                && !account.limit().isOverridden(now)
                && account.updatedAt().map(since::isAfter).orElse(true);
    }

    private Set<AccountState> states() {
        return Arrays.stream(AccountState.values()).filter(this::is).collect(Collectors.toSet());
    }

    private boolean isTakenUpTo(long units) {
        QuotaUsage usage = usage();
        return account.isOpen(now)
                && usage.limit() != QuotaPolicy.UNLIMITED
                && usage.used() - units >= -usage.reserved();
    }

    private QuotaUsage usage() {
        return account.usage(account.policy(), now);
    }
}
