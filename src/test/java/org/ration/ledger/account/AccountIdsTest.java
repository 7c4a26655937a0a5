// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.admin.Signature;

/** An engine that spreads rows by the beginnings of their ids has all rows of a key in one place. */
class AccountIdsTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    private static final List<QuotaPolicy> POLICIES = List.of(
            QuotaPolicy.of(1, QuotaPeriod.DAY),
            QuotaPolicy.of(1, QuotaPeriod.MONTH),
            QuotaPolicy.of(1, QuotaPeriod.MONTH).withScope("exports"),
            QuotaPolicy.of(1, QuotaPeriod.parse("30d")).withScope("a.b"));

    @Test
    void allRowsOfAKeyBeginAlike() {
        for (String key : List.of("user:42", "user:43", "global", "a b\u00e9", "x".repeat(200))) {
            for (AccountIds ids : List.of(AccountIds.UNNAMED, new AccountIds("shop"))) {
                String begin = ids.key(key).substring(0, 16);
                for (QuotaPolicy policy : POLICIES) {
                    Account account = Account.unused(ids, new QuotaCharge(key, policy.withZone(ZoneOffset.UTC), 1));

                    assertThat(account.id()).hasSize(64).startsWith(begin).isEqualTo(ids.account(key, policy));
                    assertThat(StoredAccount.column(account, "key_id")).isEqualTo(ids.key(key));
                    assertThat(entry(account).view().id()).hasSize(36).startsWith(begin.substring(0, 8));
                }
            }
        }
    }

    @Test
    void noTwoIdentitiesHaveOneId() {
        Set<String> ids = new HashSet<>();
        for (String namespace : List.of("", "shop", "shop.day")) {
            for (QuotaPolicy policy : POLICIES) {
                for (String key : List.of("user:42", "user:43", "day", "exports")) {
                    assertThat(ids.add(new AccountIds(namespace).account(key, policy)))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void anIdIsTheSameWhateverWasAskedForBefore() {
        Map<String, String> known = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            String key = "k" + random.nextInt(20_000);
            QuotaPolicy policy = POLICIES.get(random.nextInt(POLICIES.size()));
            AccountIds ids = random.nextBoolean() ? AccountIds.UNNAMED : new AccountIds("shop");

            String id = ids.account(key, policy);

            assertThat(known.merge(ids + " " + policy.name() + " " + key, id, (before, now) -> before))
                    .isEqualTo(id);
        }
        assertThat(known.values()).doesNotHaveDuplicates();
    }

    private static AuditEntry entry(Account account) {
        return AuditEntry.of(account, new Adjustment(account, NOW).prepare(), new Signature("ann", "done"), NOW);
    }
}
