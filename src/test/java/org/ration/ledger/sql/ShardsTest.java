// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.ledger.account.AccountIds;

class ShardsTest {

    private static final QuotaPolicy DAY = QuotaPolicy.of(5, QuotaPeriod.DAY).withZone(ZoneId.of("UTC"));
    private static final QuotaPolicy MONTH = DAY.withScope("other");

    @Test
    void allAccountsOfAKeyAreOnOneDatabase() {
        Shards shards = new Shards(7);

        assertThat(IntStream.range(0, 500).mapToObj(i -> "user:" + i)).allSatisfy(key -> {
            String day = AccountIds.UNNAMED.account(key, DAY);
            String month = AccountIds.UNNAMED.account(key, MONTH);
            assertThat(shards.of(day)).isEqualTo(shards.of(month)).isBetween(0, 6);
            assertThat(AccountIds.ofOneKey(day, month)).isTrue();
            assertThat(AccountIds.ofOneKey(day, AccountIds.UNNAMED.account(key + "'", DAY)))
                    .isFalse();
        });
    }

    @Test
    void theIdOfNobodyIsOnItsDatabase() {
        Shards shards = new Shards(64);

        assertThat(IntStream.range(0, 64))
                .allSatisfy(i -> assertThat(shards.of(shards.nobodyOn(i))).isEqualTo(i));
    }

    @Test
    void idsAreSplitInTheOrderOfDatabases() {
        TreeSet<String> ids = new TreeSet<>(List.of("0002a", "0003b", "0005c", "0000d"));

        assertThat(new Shards(3).split(ids))
                .containsExactly(new TreeSet<>(List.of("0000d", "0003b")), new TreeSet<>(List.of("0002a", "0005c")));
        assertThat(Shards.ONE.split(ids)).containsExactly(ids);
    }

    @Test
    void anEntryBesideAnAccountIsRandomButForItsDatabase() {
        String account = AccountIds.UNNAMED.account("user:1", DAY);

        for (Shards shards : List.of(Shards.ONE, new Shards(7))) {
            assertThat(IntStream.range(0, 100).mapToObj(i -> shards.randomBeside(account)))
                    .doesNotHaveDuplicates()
                    .allSatisfy(id -> assertThat(id).hasSize(36))
                    .allMatch(id -> shards.haveTogether(List.of(id, account)))
                    .anyMatch(id -> !id.startsWith(account.substring(0, 4)));
        }
    }

    @Test
    void thereIsOneAtLeast() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Shards(0)).withMessage("shards is 0; use 1 to 1024");
        assertThatIllegalArgumentException().isThrownBy(() -> new Shards(Shards.MAX + 1));
    }
}
