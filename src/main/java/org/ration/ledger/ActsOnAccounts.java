// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.ration.QuotaPolicy;
import org.ration.admin.AccountActs;
import org.ration.admin.AccountRef;
import org.ration.admin.QuotaAccount;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.QuotaActRefusedException.Refusal;
import org.ration.admin.Signature;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.Adjustment;
import org.ration.ledger.account.AdminChange;
import org.ration.ledger.account.TimeBounds;

/**
 * The acts on one account: checks what can never be right, and leaves it to others what the change of the account is
 * for.
 */
abstract class ActsOnAccounts implements AccountActs {

    /** Changes an account, and answers what operators see of it then. */
    abstract QuotaAccount act(
            AccountRef account, Signature signature, Function<Adjustment, Optional<AdminChange>> change);

    abstract Instant currentTime();

    @Override
    public QuotaAccount overrideLimit(AccountRef account, long limit, Optional<Instant> until, Signature signature) {
        QuotaPolicy.requireLimit(limit);
        until.ifPresent(end -> TimeBounds.require("until", end));
        if (until.isPresent() && !until.get().isAfter(currentTime())) {
            throw new IllegalArgumentException("until is " + until.get() + ", which is not in the future");
        }
        return act(account, signature, adjust -> Optional.of(adjust.override(limit, until, signature)));
    }

    @Override
    public QuotaAccount clearOverride(AccountRef account, Signature signature) {
        return act(account, signature, Adjustment::clearOverride);
    }

    @Override
    public QuotaAccount grant(AccountRef account, long units, Signature signature) {
        requireUnits(units);
        return act(account, signature, adjust -> Optional.of(adjust.grant(units)));
    }

    @Override
    public QuotaAccount correct(AccountRef account, long units, Signature signature) {
        requireUnits(units);
        return act(account, signature, adjust -> Optional.of(adjust.correct(units)));
    }

    @Override
    public QuotaAccount reset(AccountRef account, Signature signature) {
        return act(account, signature, Adjustment::reset);
    }

    @Override
    public QuotaAccount restart(AccountRef account, Signature signature) {
        return act(account, signature, Adjustment::restart);
    }

    /** The account, if it is there in the version of the reference. */
    static Account found(Optional<Account> account, AccountRef ref) {
        Account found = account.orElseThrow(() -> new QuotaActRefusedException(Refusal.NO_ACCOUNT));
        if (ref.version().isPresent() && ref.version().getAsLong() != found.adminVersion()) {
            throw new QuotaActRefusedException(Refusal.ADJUSTED_MEANWHILE);
        }
        return found;
    }

    private static void requireUnits(long units) {
        if (units == 0 || units < -QuotaPolicy.MAX_UNITS || units > QuotaPolicy.MAX_UNITS) {
            throw new IllegalArgumentException("units is " + units + "; use -" + QuotaPolicy.MAX_UNITS + " to "
                    + QuotaPolicy.MAX_UNITS + ", and not 0");
        }
    }
}
