// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.admin.QuotaActRefusedException.Refusal;
import org.ration.testing.Race;
import org.ration.testing.TestClock;

/** Erasures, purges, and acts on many accounts at once, on a real database. */
abstract class RemovalsContract extends OperatorsFixture {

    /** Who took what is his, and erases it, is still in the audit: with the act, the time and the reason. */
    @Test
    void anErasureLeavesItsTrace() {
        charge("user:olga", MONTH, 3);
        administration.grant(only().ref(), 100, new Signature("olga", "for me"));
        clock.move(Duration.ofHours(1));

        administration.erase("user:olga", new Signature("olga", "request 4"));
        administration.erase("user:olga", new Signature("olga", "once more"));

        assertThat(administration.audit(0, 10).entries())
                .extracting(AuditRecord::act, AuditRecord::by, AuditRecord::at, AuditRecord::reason)
                .containsExactlyInAnyOrder(
                        tuple(QuotaAct.GRANTED, "olga", TestClock.START, ""),
                        tuple(QuotaAct.ERASED, "olga", clock.instant(), "request 4"),
                        tuple(QuotaAct.ERASED, "olga", clock.instant(), "once more"));
        assertThat(administration.audit(0, 10).entries())
                .filteredOn(entry -> entry.act() == QuotaAct.GRANTED)
                .allSatisfy(entry -> assertThat(entry.after()).hasValue(100));
    }

    @Test
    void aForecastAnswersWhatTheActWouldAndChangesNothing() {
        charge("user:1", MONTH, 9);
        AccountRef account = only().ref();
        QuotaAccount before = only();

        AccountActs forecast = administration.forecast();

        assertThat(forecast.overrideLimit(account, 20, Optional.empty(), OLGA)
                        .usage()
                        .remaining())
                .isEqualTo(11);
        assertThat(forecast.grant(account, 5, OLGA).usage().limit()).isEqualTo(15);
        assertThat(forecast.correct(account, -4, OLGA).usage().used()).isEqualTo(5);
        assertThat(forecast.reset(account, OLGA).usage().used()).isZero();
        assertThat(forecast.restart(account, OLGA).open()).isFalse();
        assertThat(forecast.clearOverride(account, OLGA).override()).isEmpty();
        assertRefused(Refusal.BELOW_ZERO, () -> forecast.correct(account, -10, OLGA));
        assertRefused(Refusal.NO_ACCOUNT, () -> forecast.reset(AccountRef.of("none"), OLGA));
        assertThat(only()).isEqualTo(before);
        assertThat(acts()).isEmpty();
    }

    @Test
    void anErasedKeyIsNowhere() {
        charge("user:1", MONTH, 3);
        charge("user:1", EXPORTS, 3);
        charge("user:2", MONTH, 3);
        clock.set("2026-04-02T00:00:00Z");
        charge("user:1", MONTH, 3);
        administration.reset(found("user:1", "month").ref(), new Signature("olga", "Ann called"));

        assertThat(administration.countErase("user:1")).isEqualTo(2);
        assertThat(administration.erase("user:1", new Signature("olga", "request 4")))
                .isEqualTo(2);

        assertThat(found(AccountFilter.ALL))
                .extracting(account -> account.usage().key())
                .containsExactly("user:2");
        assertThat(database.number("select count(*) from ration_closed_window")).isZero();
        assertThat(administration.audit(0, 10).entries()).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.account()).isEmpty();
            assertThat(entry.reason()).isIn("", "request 4");
        });
        assertThat(database.number("select count(*) from ration_audit where key_id is not null"))
                .isZero();
        assertThat(charge("user:1", MONTH, 10).allowed()).isTrue();
    }

    @Test
    void aLongHistoryIsErasedPieceByPiece() {
        charge("user:1", MONTH, 3);
        String id = only().id();
        addWindows(id, 11_000);

        administration.erase("user:1", OLGA);

        assertThat(database.number("select count(*) from ration_closed_window")).isZero();
    }

    @Test
    void anErasureFindsTheHistoryOfAnAccountThatIsGone() {
        charge("user:1", MONTH, 3);
        charge("user:2", MONTH, 3);
        clock.set("2026-04-02T00:00:00Z");
        charge("user:1", MONTH, 3);
        charge("user:2", MONTH, 3);
        database.execute("delete from ration_account");

        assertThat(administration.countErase("user:1")).isEqualTo(1);
        assertThat(administration.erase("user:1", OLGA)).isEqualTo(1);

        assertThat(administration.audit(0, 1).entries().get(0).before()).hasValue(1);
        assertThat(administration.countErase("user:1")).isZero();
        assertThat(database.number("select count(*) from ration_closed_window")).isEqualTo(1);
        assertThat(charge("user:2", MONTH, 1).allowed()).isTrue();
        assertThat(administration.account(only().id()).orElseThrow().windows()).hasSize(1);
    }

    @Test
    void aPurgeOfLongHistoriesGoesPieceByPiece() {
        for (String key : List.of("user:1", "user:2", "user:3")) {
            charge(key, MONTH, 3);
            addWindows(found(key, "month").id(), key.equals("user:2") ? 11_000 : 10);
        }
        clock.set("2026-06-02T00:00:00Z");

        assertThat(administration.purge(clock.instant(), OLGA)).isEqualTo(3);

        assertThat(database.number("select count(*) from ration_closed_window")).isZero();
    }

    @Test
    void aPurgeRemovesWhatIsIdleAndNothingElse() {
        for (int user = 0; user < 300; user++) {
            charge("idle:" + user, EXPORTS, 1);
        }
        charge("kept:overridden", EXPORTS, 1);
        administration.overrideLimit(found("kept:overridden").ref(), 5, Optional.empty(), OLGA);
        charge("kept:open", QuotaPolicy.of(5, QuotaPeriod.YEAR).withZone(ZoneId.of("UTC")), 1);
        database.execute(
                "insert into ration_account (id, key_id, namespace, scope, period, quota_key, zone, anchor, used,"
                        + " reserved, holds,"
                        + " granted, quota_limit, threshold_mark, admin_version, updated_at)"
                        + " values ('0001', '1', '', '', 'day', 'none:counted', 'UTC', 1, 0, 0, 0, 0, 10, 0, 0, 0)");
        clock.set("2026-05-01T00:00:00Z");
        charge("kept:lately", EXPORTS, 1);
        clock.set("2026-05-03T00:00:00Z");
        Instant since = Instant.parse("2026-05-01T00:00:00Z");
        assertThat(administration.countPurge(since)).isEqualTo(301);

        assertThat(administration.purge(since, OLGA)).isEqualTo(301);

        assertThat(keys(AccountFilter.ALL)).containsExactly("kept:lately", "kept:open", "kept:overridden");
        assertThat(administration.audit(0, 10).entries().stream()
                        .filter(entry -> entry.act() == QuotaAct.PURGED)
                        .mapToLong(entry -> entry.before().getAsLong())
                        .sum())
                .isEqualTo(301);
    }

    @Test
    void whoResetsAllKeepsNoRowWhileItWaitsForAnother() throws Exception {
        charge("user:1", MONTH, 1);
        charge("user:2", MONTH, 1);
        charge("user:3", MONTH, 1);

        assertThat(whileOthersAreDone(
                        found("user:2").id(), () -> administration.resetAll(AccountFilter.ALL, 3, OLGA), 2))
                .isEqualTo(3);

        assertThat(administration.count(AccountFilter.ALL)).isEqualTo(new AccountCount(3, 0));
    }

    @Test
    void whoPurgesPassesALockedRowBy() throws Exception {
        charge("user:1", EXPORTS, 1);
        charge("user:2", EXPORTS, 1);
        charge("user:3", EXPORTS, 1);
        clock.set("2026-05-03T00:00:00Z");

        assertThat(whileOthersAreDone(found("user:2").id(), () -> administration.purge(clock.instant(), OLGA), 1))
                .isEqualTo(2);

        assertThat(only().usage().key()).isEqualTo("user:2");
    }

    @Test
    void whoErasesKeepsNoRowWhileItWaitsForAnother() throws Exception {
        charge("user:1", EXPORTS, 1);
        charge("user:1", MONTH, 1);

        assertThat(whileOthersAreDone(found("user:1", "month").id(), () -> administration.erase("user:1", OLGA), 1))
                .isEqualTo(2);

        assertThat(found(AccountFilter.ALL)).isEmpty();
        assertThat(database.number("select count(*) from ration_audit where key_id is not null"))
                .isZero();
    }

    /** Another node may archive the window of an account and remove it, while the key is being erased. */
    @Test
    void anErasureFindsTheHistoryOfAnAccountThatIsRemovedMeanwhile() throws Exception {
        charge("user:1", EXPORTS, 1);
        charge("user:1", MONTH, 1);
        String id = found("user:1", "month").id();
        String sweep = "insert into ration_closed_window values ('" + id + "', 1, 2, 1, 1, 0, '', 0)";

        assertThat(whileOthersAreDone(
                        id,
                        () -> administration.erase("user:1", OLGA),
                        1,
                        sweep,
                        "delete from ration_account where id = '" + id + "'"))
                .isEqualTo(2);

        assertThat(found(AccountFilter.ALL)).isEmpty();
        assertThat(database.number("select count(*) from ration_closed_window")).isZero();
    }

    @Test
    void anErasureLeavesTheHistoryOfAnotherKeyWhoseIdsBeginAlike() {
        charge("user:1", MONTH, 1);
        charge("user:2", MONTH, 1);
        String alike = found("user:1", "month").id().substring(0, 20) + "x";
        database.update("update ration_account set id = '" + alike + "' where quota_key = 'user:2'");
        database.execute("insert into ration_closed_window values ('" + alike + "', 1, 2, 1, 1, 0, '', 0)");

        assertThat(administration.countErase("user:1")).isEqualTo(1);
        assertThat(administration.erase("user:1", OLGA)).isEqualTo(1);

        assertThat(database.number("select count(*) from ration_closed_window")).isEqualTo(1);
    }

    /** By several statements, since ShardingSphere-JDBC 5.5 cannot read very long ones. */
    private void addWindows(String id, int number) {
        for (int first = 0; first < number; first += 500) {
            database.execute(IntStream.range(first, Math.min(first + 500, number))
                    .mapToObj(window -> "('" + id + "', " + window + ", " + (window + 1) + ", 1, 1, 0, '', 0)")
                    .collect(joining(", ", "insert into ration_closed_window values ", "")));
        }
    }

    /**
     * What an act answers on accounts one of which is locked until so many entries are in the audit, as of all others.
     *
     * @param then what the other session does before it commits
     */
    private long whileOthersAreDone(String locked, Callable<Long> act, int entries, String... then) throws Exception {
        FutureTask<Long> acting = new FutureTask<>(act);
        try (Connection outsider = database.connect();
                Statement statement = outsider.createStatement()) {
            outsider.setAutoCommit(false);
            statement.execute("select * from ration_account where id = '" + locked + "' for update");
            new Thread(acting).start();
            await().atMost(Duration.ofSeconds(8))
                    .until(() -> database.number("select count(*) from ration_audit") == entries);
            for (String statementOfOutsider : then) {
                statement.execute(statementOfOutsider);
            }
            outsider.commit();
        }
        return acting.get();
    }

    /**
     * The counters that stay hold exactly what was charged, plus corrections, less resets; meanwhile another key is
     * erased again and again, another window is purged, and limits go up and down.
     */
    @Test
    void theSumsAgreeWhenAllActsAreDoneWhile32ThreadsCharge() throws InterruptedException {
        charge("idle:1", MONTH, 1);
        clock.set("2026-04-10T00:00:00Z");
        List<String> keys = List.of("race:1", "race:2", "race:3", "gone:1");
        keys.forEach(key -> charge(key, HUGE, 5));
        charge("again:1", HUGE, 5);

        List<Long> taken = Race.run(33, 2640, number -> {
            if (number % 33 == 32) {
                act(number / 33);
                return 0L;
            }
            String key = keys.get(number % 4);
            return charge(key, HUGE, 1).allowed() && key.startsWith("race") ? 1L : 0L;
        });

        long charged = 15 + taken.stream().mapToLong(Long::longValue).sum();
        assertThat(charged).isEqualTo(15 + 2560 * 3 / 4);
        assertThat(database.number("select sum(used) from ration_account where quota_key like 'race:%'"))
                .isEqualTo(charged + changed("CORRECTED") + changed("RESET"));
        assertThat(database.number("select sum(granted) from ration_account where quota_key like 'race:%'"))
                .isEqualTo(changed("GRANTED"));
        assertThat(database.number("select sum(admin_version) from ration_account where quota_key like 'race:%'"))
                .isEqualTo(database.number("select count(*) from ration_audit where quota_key like 'race:%'"));
        assertThat(database.number("select count(distinct act) from ration_audit"))
                .isEqualTo(EnumSet.complementOf(EnumSet.of(QuotaAct.RELEASED, QuotaAct.REFUNDED, QuotaAct.OVERRUN))
                        .size());
    }

    /** Every act there is, on one key after the other. */
    private void act(int number) {
        AccountRef account = AccountRef.of(found("race:" + (1 + number / 9 % 3)).id());
        switch (number % 9) {
            case 0 -> administration.correct(account, 3, OLGA);
            case 1 -> correctUnlessReset(account);
            case 2 -> administration.grant(account, 2, OLGA);
            case 3 -> administration.overrideLimit(account, Quota.MAX_UNITS, Optional.empty(), OLGA);
            case 4 -> administration.clearOverride(account, OLGA);
            case 5 -> administration.reset(account, OLGA);
            case 6 -> administration.restart(AccountRef.of(found("again:1").id()), OLGA);
            case 7 -> administration.resetAll(AccountFilter.ALL.withKey("race:"), 3, OLGA);
            default -> {
                administration.erase("gone:1", OLGA);
                administration.prepare("gone:1", HUGE, OLGA);
                administration.purge(Instant.parse("2026-04-09T00:00:00Z"), OLGA);
            }
        }
    }

    private void correctUnlessReset(AccountRef account) {
        try {
            administration.correct(account, -1, OLGA);
        } catch (QuotaActRefusedException refused) {
            assertThat(refused.refusal()).isEqualTo(Refusal.BELOW_ZERO);
        }
    }

    private long changed(String act) {
        return database.number(
                "select sum(value_after - value_before) from ration_audit where act = ? and quota_key like 'race:%'",
                act);
    }
}
