// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.ration.QuotaCharge;
import org.ration.admin.AccountFilter;
import org.ration.admin.AccountRef;
import org.ration.admin.AccountSort;
import org.ration.admin.QuotaAccount;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.QuotaAdministration;
import org.ration.admin.Signature;

/** Does by the administration what {@link OperatorsModel} does in its mind. */
final class RealOperators {

    private static final Signature OLGA = new Signature(OperatorsModel.BY, OperatorsModel.REASON);
    private static final AccountRef NONE = AccountRef.of("none");

    private final QuotaAdministration administration;

    RealOperators(QuotaAdministration administration) {
        this.administration = administration;
    }

    String apply(Operation.ByOperator operation) {
        if (operation instanceof Operation.ActOn on) {
            return worded(() -> text(act(on)));
        } else if (operation instanceof Operation.ResetAll all) {
            return worded(() -> administration.resetAll(AccountFilter.ALL.withKey(all.key()), all.atMost(), OLGA));
        } else if (operation instanceof Operation.Erase erase) {
            return worded(() -> administration.erase(erase.key(), OLGA));
        }
        Instant since = administration.now().minusMillis(((Operation.Purge) operation).millis());
        return worded(() -> {
            long idle = administration.countPurge(since);
            long purged = administration.purge(since, OLGA);
            return idle == purged ? idle : idle + " counted and purged " + purged;
        });
    }

    private QuotaAccount act(Operation.ActOn on) {
        AccountRef ref = ref(on.charge(), on.behind());
        if (on.act() instanceof Operation.Override override) {
            Optional<Instant> until = Optional.ofNullable(override.millis())
                    .map(millis -> administration.now().plusMillis(millis));
            return administration.overrideLimit(ref, override.limit(), until, OLGA);
        } else if (on.act() instanceof Operation.ClearOverride) {
            return administration.clearOverride(ref, OLGA);
        } else if (on.act() instanceof Operation.Grant grant) {
            return administration.grant(ref, grant.units(), OLGA);
        } else if (on.act() instanceof Operation.Correct correct) {
            return administration.correct(ref, correct.units(), OLGA);
        }
        return on.act() instanceof Operation.Restart
                ? administration.restart(ref, OLGA)
                : administration.reset(ref, OLGA);
    }

    /** Operators look before they act: so it is looked for as they do. */
    private AccountRef ref(QuotaCharge charge, int behind) {
        AccountFilter filter = AccountFilter.ALL
                .withKey(charge.key())
                .withPeriod(charge.policy().period().unit());
        return administration.find(filter, AccountSort.KEY, false, 0, 10).accounts().stream()
                .filter(account ->
                        account.usage().scope().equals(charge.policy().scope()))
                .map(QuotaAccount::ref)
                .findFirst()
                .map(ref ->
                        new AccountRef(ref.id(), OptionalLong.of(ref.version().orElseThrow() - behind)))
                .orElse(NONE);
    }

    private static String worded(Supplier<Object> act) {
        try {
            return String.valueOf(act.get());
        } catch (QuotaActRefusedException refused) {
            return refused.refusal().name();
        } catch (IllegalArgumentException illegal) {
            return "IllegalArgumentException";
        }
    }

    private static String text(QuotaAccount account) {
        List<String> states =
                new TreeSet<>(account.states()).stream().map(Enum::name).toList();
        return RealLedger.text(account.usage()) + (account.open() ? " open" : " over") + " granted " + account.granted()
                + " declared " + account.declaredLimit() + " override "
                + account.override()
                        .map(override -> override.limit() + " until "
                                + override.until().map(Instant::toEpochMilli).orElse(null))
                        .orElse("none")
                + " is " + states + " version " + account.version() + " of "
                + account.updatedAt().map(Instant::toEpochMilli).orElse(0L);
    }
}
