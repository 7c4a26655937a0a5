// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ration.admin.QuotaActRefusedException.Refusal;

/** What operators do, on three databases. */
abstract class OperatorsOnShardsContract extends OperatorsContract {

    @Test
    void listsAreSortedAndPagedWhereverTheAccountsAre() {
        for (int i = 10; i < 40; i++) {
            charge("user:" + i, MONTH, 1 + i % 7);
            clock.move(Duration.ofSeconds(1));
        }
        for (AccountSort sort : AccountSort.values()) {
            for (boolean descending : List.of(false, true)) {
                List<QuotaAccount> all = administration
                        .find(AccountFilter.ALL, sort, descending, 0, 100)
                        .accounts();
                List<QuotaAccount> paged = new ArrayList<>();
                for (int page = 0; page < 5; page++) {
                    AccountPage found = administration.find(AccountFilter.ALL, sort, descending, page, 7);
                    assertThat(found.more()).isEqualTo(page < 4);
                    paged.addAll(found.accounts());
                }
                assertThat(all).as("%s %s", sort, descending).hasSize(30).isEqualTo(paged);
                assertThat(all)
                        .as("%s %s", sort, descending)
                        .isSortedAccordingTo(descending ? order(sort).reversed() : order(sort));
            }
        }
        assertThat(administration
                        .find(AccountFilter.ALL.withKey("user:2"), AccountSort.USED, true, 0, 10)
                        .accounts())
                .hasSize(10)
                .allSatisfy(account -> assertThat(account.usage().key()).startsWith("user:2"));
        assertThat(administration.count(AccountFilter.ALL).matching()).isEqualTo(30);
    }

    private static Comparator<QuotaAccount> order(AccountSort sort) {
        return switch (sort) {
            case KEY -> Comparator.comparing(account -> account.usage().key());
            case USED, SHARE -> Comparator.comparing(account -> account.usage().used());
            case RESET_AT -> Comparator.comparing(account -> account.usage().resetAt());
            case UPDATED_AT ->
                Comparator.comparing(account -> account.updatedAt().orElseThrow());
        };
    }

    @Test
    void actOnOneAccount() {
        charge("user:1", MONTH, 3);

        administration.grant(only().ref(), 5, OLGA);
        administration.overrideLimit(only().ref(), 20, Optional.empty(), OLGA);
        administration.correct(only().ref(), 4, OLGA);

        assertThat(only().usage().limit()).isEqualTo(25);
        assertThat(only().usage().used()).isEqualTo(7);
        assertThat(administration.audit(0, 10).entries()).hasSize(3);
    }

    @Test
    void areToldOfAccountsThatAreNotThere() {
        assertRefused(Refusal.NO_ACCOUNT, () -> administration.grant(AccountRef.of("any"), 1, OLGA));
        assertRefused(Refusal.NO_ACCOUNT, () -> administration.grant(AccountRef.of("f".repeat(64)), 1, OLGA));
    }

    @Test
    void resetAndPurgeAccountsOfAllDatabases() {
        IntStream.range(0, 30).forEach(i -> charge("user:" + i, EXPORTS, 1));

        assertThat(administration.resetAll(AccountFilter.ALL, 30, OLGA)).isEqualTo(30);
        assertThat(database.used()).isZero();
        clock.move(Duration.ofDays(90));
        assertThat(administration.purge(clock.instant().truncatedTo(ChronoUnit.DAYS), OLGA))
                .isEqualTo(30);
        assertThat(database.number("select count(*) from ration_account")).isZero();
    }

    @Test
    void eraseAKeyWithItsTrace() {
        charge("user:olga", MONTH, 3);
        charge("user:olga", EXPORTS, 3);
        administration.grant(found("user:olga", "month").ref(), 100, OLGA);

        assertThat(administration.erase("user:olga", OLGA)).isEqualTo(2);

        assertThat(database.number("select count(*) from ration_account")).isZero();
        assertThat(database.number(
                        "select count(*) from ration_audit where key_id is not null or quota_key is not null"))
                .isZero();
        assertThat(administration.audit(0, 10).entries())
                .extracting(AuditRecord::act)
                .containsExactlyInAnyOrder(QuotaAct.GRANTED, QuotaAct.ERASED);
    }

    // ShardingSphere-JDBC 5.5 knows no SKIP LOCKED, so that a row that another session keeps is waited for, and takes
    // the
    // others of its database along.

    @Override
    void whoResetsAllKeepsNoRowWhileItWaitsForAnother() {}

    @Override
    void whoErasesKeepsNoRowWhileItWaitsForAnother() {}

    @Override
    void anErasureFindsTheHistoryOfAnAccountThatIsRemovedMeanwhile() {}

    @Override
    void whoPurgesPassesALockedRowBy() {}

    /** It would move a row from one database to another. */
    @Override
    void anErasureLeavesTheHistoryOfAnotherKeyWhoseIdsBeginAlike() {}
}
