// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.admin.QuotaActRefusedException.Refusal;
import org.ration.ledger.Ledger;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;

/** What the contracts of operators share: the beans, and an empty database before each test. */
abstract class OperatorsFixture {

    static final QuotaPolicy MONTH = QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));
    static final QuotaPolicy EXPORTS =
            QuotaPolicy.of(1000, QuotaPeriod.DAY).withZone(ZoneId.of("UTC")).withScope("exports");
    static final QuotaPolicy HUGE = MONTH.withLimit(Quota.MAX_UNITS);
    static final Signature OLGA = new Signature("olga", "ticket 7");

    @Inject
    QuotaAdministration administration;

    @Inject
    Ledger ledger;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    @BeforeEach
    void noAccounts() {
        List.of("ration_account", "ration_closed_window", "ration_audit")
                .forEach(table -> database.execute("delete from " + table));
    }

    void assertRefused(Refusal refusal, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(QuotaActRefusedException.class, refused -> assertThat(refused.refusal())
                        .isEqualTo(refusal));
    }

    QuotaDecision charge(String key, QuotaPolicy policy, long cost) {
        return ledger.consume(List.of(new QuotaCharge(key, policy, cost)));
    }

    QuotaAccount only() {
        return found(AccountFilter.ALL).get(0);
    }

    QuotaAccount found(String key) {
        return found(AccountFilter.ALL.withKey(key)).get(0);
    }

    QuotaAccount found(String key, String period) {
        return found(AccountFilter.ALL.withKey(key).withPeriod(period)).get(0);
    }

    List<QuotaAccount> found(AccountFilter filter) {
        return administration.find(filter, AccountSort.KEY, false, 0, 100).accounts();
    }

    List<String> keys(AccountFilter filter) {
        return found(filter).stream()
                .map(QuotaAccount::usage)
                .map(QuotaUsage::key)
                .toList();
    }

    List<String> sorted(AccountSort sort, boolean descending) {
        return administration.find(AccountFilter.ALL, sort, descending, 0, 100).accounts().stream()
                .map(account -> account.usage().key())
                .toList();
    }

    List<QuotaAct> acts() {
        return administration.audit(0, 100).entries().stream()
                .map(AuditRecord::act)
                .toList();
    }
}
