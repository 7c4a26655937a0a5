// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaConflictException;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.admin.QuotaAct;
import org.ration.admin.Signature;
import org.ration.container.NewTransaction;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.AdminChange;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.sql.Shards;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** Charges on three databases: each goes to one of them, and is told how it ended there. */
abstract class ShardedChargesContract {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final QuotaPolicy DAY = QuotaPolicy.of(5, QuotaPeriod.DAY).withZone(UTC);
    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(100, QuotaPeriod.MONTH).withZone(UTC);
    private static final Shards SHARDS = new Shards(3);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Signature OLGA = new Signature("olga", "ticket 7");

    @Inject
    Ledger ledger;

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    @Test
    void goToOneDatabaseEach() {
        ledger.start();
        List<String> keys = IntStream.range(0, 30).mapToObj(i -> "user:" + i).toList();

        try (Routes routes = new Routes()) {
            for (int i = 0; i < 6; i++) {
                for (String key : keys) {
                    assertThat(ledger.consume(both(key)).allowed()).isEqualTo(i < 5);
                }
            }
            assertThat(routes.statements()).isNotEmpty().allSatisfy(statement -> assertThat(statement.databases())
                    .as(statement.sql())
                    .hasSize(1));
            assertThat(routes.statements())
                    .extracting(statement -> statement.databases().first())
                    .contains("shard_0", "shard_1", "shard_2");
        }
        assertThat(keys).allSatisfy(key -> assertThat(database.used(key)).isEqualTo(10));
    }

    @Test
    void shareTransactionsWithTheirOwnDatabaseAlone() {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        try (Routes routes = new Routes()) {
            for (int i = 0; i < 300; i++) {
                calls.add(ledger.consumeAsync(both("crowd:" + i % 60)).toCompletableFuture());
            }
            calls.forEach(CompletableFuture::join);

            assertThat(routes.statements()).isNotEmpty().allSatisfy(statement -> assertThat(statement.databases())
                    .as(statement.sql())
                    .hasSize(1));
        }
        assertThat(IntStream.range(0, 60))
                .allSatisfy(i -> assertThat(database.used("crowd:" + i)).isEqualTo(10));
    }

    @Test
    void areRefusedBeforeAnythingIsWrittenWhereTheyHaveSeveralKeys() {
        List<QuotaCharge> two = List.of(new QuotaCharge("one", DAY, 1), new QuotaCharge("other", DAY, 1));

        assertThatThrownBy(() -> ledger.consume(two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RATION-097 ")
                .hasMessageContaining("several keys")
                .hasMessageContaining("ration.shards is 3");
        assertThat(database.number("select count(*) from ration_account where quota_key in ('one', 'other')"))
                .isZero();
    }

    @Test
    void areUnknownWhereTheCommitFailsForWhateverReason() {
        for (String state : List.of("40001", "40P01", "23514", "53100", "08006")) {
            String key = "failed:" + state;
            ledger.consume(both(key));
            database.wire().refuseNext(state);

            assertThatThrownBy(() -> ledger.consume(both(key)))
                    .as(state)
                    .isInstanceOfSatisfying(QuotaStoreException.class, fault -> assertThat(fault.outcomeUnknown())
                            .isTrue());
            assertThat(database.used(key)).as("not run again: %s", state).isEqualTo(2);
        }
        ledger.consume(both("lost"));
        database.wire().loseNextAnswer();
        assertThatThrownBy(() -> ledger.consume(both("lost"))).isInstanceOf(QuotaStoreException.class);
        assertThat(database.used("lost")).isEqualTo(4);
    }

    @Test
    void withAnIdGoToOneDatabaseEachToo() {
        ledger.start();
        List<String> keys = IntStream.range(0, 12).mapToObj(i -> "with id:" + i).toList();
        keys.forEach(key -> ledger.consume(both(key)));

        try (Routes routes = new Routes()) {
            for (String key : keys) {
                assertThat(ledger.consume(both(key), "id of " + key).replayed()).isFalse();
                assertThat(ledger.consume(both(key), "id of " + key).replayed()).isTrue();
                ledger.reserve(both(key), MINUTE, "held for " + key).settle(1);
            }
            assertThat(routes.statements()).isNotEmpty().allSatisfy(statement -> assertThat(statement.databases())
                    .as(statement.sql())
                    .hasSize(1));
        }
        assertThat(keys).allSatisfy(key -> assertThat(database.used(key)).isEqualTo(6));
    }

    @Test
    void areFoundByTheirIdAloneWhereverTheyAre() {
        List<String> keys = IntStream.range(0, 9).mapToObj(i -> "by id:" + i).toList();
        keys.forEach(key -> ledger.reserve(both(key), MINUTE, key));

        try (Routes routes = new Routes()) {
            for (String key : keys) {
                assertThat(ledger.hold(key).orElseThrow().decision().usages()).hasSize(2);
                assertThat(ledger.release(key)).isTrue();
                ledger.settle(key, 2);
            }
            assertThat(routes.statements())
                    .filteredOn(statement -> statement.databases().size() > 1)
                    .isNotEmpty()
                    .allSatisfy(statement -> assertThat(statement.sql())
                            .contains("from ration_receipt r where r.charge_id in (?)")
                            .doesNotContain("for update"));
        }
        assertThat(keys).allSatisfy(key -> assertThat(database.used(key)).isEqualTo(4));
        assertThat(ledger.release("no id of any")).isFalse();
    }

    @Test
    void anIdOfTwoDatabasesIsNoticedWhenItIsAskedForAlone() {
        String one = keys("twice:", shard -> shard == 0).get(0);
        String other = keys("twice:", shard -> shard == 1).get(0);

        ledger.consume(both(one), "twice");
        ledger.consume(both(other), "twice");

        assertThatThrownBy(() -> ledger.settle("twice", 1)).isInstanceOf(QuotaConflictException.class);
        assertThatThrownBy(() -> ledger.release("twice")).isInstanceOf(QuotaConflictException.class);
        assertThatThrownBy(() -> ledger.hold("twice")).isInstanceOf(QuotaConflictException.class);
        assertThat(database.used(one)).isEqualTo(2);
        assertThat(database.used(other)).isEqualTo(2);
    }

    @Test
    void anIdOfTwoKeysOfOneDatabaseIsAConflictAtOnce() {
        List<String> keys = keys("same:", shard -> shard == 2);
        ledger.consume(both(keys.get(1)));

        ledger.consume(both(keys.get(0)), "same");

        for (String key : keys.subList(1, 3)) {
            assertThatThrownBy(() -> ledger.consume(both(key), "same")).isInstanceOf(QuotaConflictException.class);
        }
        assertThat(database.used(keys.get(1))).isEqualTo(2);
        assertThat(database.used(keys.get(2))).isZero();
    }

    @Test
    void haveAllTheirRowsInTheDatabaseOfTheirKey() {
        List<String> keys = IntStream.range(0, 12).mapToObj(i -> "placed:" + i).toList();
        keys.forEach(key -> ledger.consume(both(key), key));
        clock.move(Duration.ofDays(40));
        keys.forEach(key -> ledger.consume(both(key)));
        keys.forEach(key -> ledger.reset(key));

        for (String column : List.of("ration_account.id", "ration_receipt.account_id", "ration_audit.id")) {
            assertThat(placed(column)).as(column).isTrue();
        }
        assertThat(placed("ration_closed_window.account_id")).isTrue();
    }

    /** Whether each database has rows, and those alone that are its own. */
    private boolean placed(String column) {
        String table = column.split("\\.")[0];
        for (int shard = 0; shard < database.behind().size(); shard++) {
            int here = shard;
            List<String> ids = onShard(shard, "select " + column + " from " + table);
            if (ids.isEmpty() || !ids.stream().allMatch(id -> SHARDS.of(id) == here)) {
                return false;
            }
        }
        return true;
    }

    private List<String> onShard(int shard, String query) {
        try (Connection connection =
                        DriverManager.getConnection(database.behind().get(shard));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }

    @Test
    void areUnknownWhereOneOfTheDatabasesRefusesTheCommit() {
        database.executeOnEach("create sequence commits");
        database.executeOnEach(
                """
                create function refuse() returns trigger language plpgsql as $$ begin
                    if new.quota_key like 'refused:%' and nextval('commits') > 0 then
                        raise exception 'refused' using errcode = split_part(new.quota_key, ':', 2);
                    end if;
                    return null;
                end $$""");
        database.executeOnEach("create constraint trigger refusing after update on ration_account"
                + " deferrable initially deferred for each row execute function refuse()");
        for (int shard = 0; shard < SHARDS.count(); shard++) {
            int here = shard;
            for (String state : List.of("40001", "23514", "53100")) {
                String key =
                        keys("refused:" + state + ":", where -> where == here).get(0);

                assertThatThrownBy(() -> ledger.consume(one(key)))
                        .as(key)
                        .isInstanceOfSatisfying(QuotaStoreException.class, fault -> assertThat(fault.outcomeUnknown())
                                .isTrue());
                assertThat(database.used(key)).isZero();
            }
            assertThat(onShard(shard, "select last_value from commits"))
                    .as("none was run again")
                    .containsExactly("3");
        }
        database.executeOnEach("drop trigger refusing on ration_account");
    }

    /** No charge is of two databases; an administration that fills the audit is, if it wants. */
    @Test
    void whatIsOfTwoDatabasesIsUnknownWhereOneRefusesTheCommit() {
        AdminChange act = new AdminChange(QuotaAct.PURGED, 1L, 0L);
        for (int refusing = 0; refusing < 2; refusing++) {
            database.executeOnEach("delete from ration_audit");
            for (String state : List.of("40001", "23514", "53100")) {
                refuseAudit(refusing, state);
                try (DatabaseGate gate = new DatabaseGate(
                        TestContainer.of(transaction), LedgerBeans.settings(clock, database), ended -> {})) {
                    assertThatThrownBy(() -> gate.accessOnThisThread(runner -> runner.change(tables -> {
                                for (String id : List.of("0000", "0001")) {
                                    tables.persist(AuditEntry.of(
                                            id + AccountIds.random().substring(4), "", act, OLGA, clock.instant()));
                                }
                                return TransactionResult.changed(true);
                            })))
                            .as("%s on %d", state, refusing)
                            .isInstanceOfSatisfying(
                                    QuotaStoreException.class,
                                    fault -> assertThat(fault.outcomeUnknown()).isTrue());
                }
            }
            assertThat(onShard(refusing, "select id from ration_audit")).isEmpty();
            assertThat(onShard(1 - refusing, "select id from ration_audit"))
                    .as("none was run again")
                    .hasSizeLessThanOrEqualTo(3);
            database.executeOnEach("drop trigger if exists refusing on ration_audit");
        }
    }

    private void refuseAudit(int shard, String state) {
        String url = database.behind().get(shard);
        for (String sql : List.of(
                "create or replace function refuse_audit() returns trigger language plpgsql as $$ begin"
                        + " raise exception 'refused' using errcode = '" + state + "'; end $$",
                "drop trigger if exists refusing on ration_audit",
                "create constraint trigger refusing after insert on ration_audit"
                        + " deferrable initially deferred for each row execute function refuse_audit()")) {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException failed) {
                throw new IllegalStateException(sql, failed);
            }
        }
    }

    @Test
    void goOnWhileOneDatabaseDoesNotAnswer() throws Exception {
        ledger.start();
        List<String> dead = keys("hung:", shard -> shard == 0);
        List<String> alive = keys("hung:", shard -> shard != 0).subList(0, 6);
        dead.forEach(key -> ledger.consume(both(key)));
        alive.forEach(key -> ledger.consume(both(key)));

        try (Connection stopped = DriverManager.getConnection(database.behind().get(0));
                Statement statement = stopped.createStatement()) {
            stopped.setAutoCommit(false);
            statement.execute("lock table ration_account in access exclusive mode");
            List<CompletableFuture<?>> stuck = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                stuck.add(ledger.consumeAsync(both(dead.get(i % dead.size()))).toCompletableFuture());
            }
            for (String key : alive) {
                assertThat(ledger.consume(both(key)).allowed()).isTrue();
            }
            assertThat(stuck).as("while these wait").noneMatch(CompletableFuture::isDone);
            ledger.problems();
            assertThat(ledger.problems())
                    .as("another one is asked if the first was asked in vain")
                    .isEmpty();
        }
        assertThat(alive).allSatisfy(key -> assertThat(database.used(key)).isEqualTo(4));
    }

    @Test
    void leaveTheNodeReadyWhileOneDatabaseIsAway() throws Exception {
        ledger.start();
        String away = database.behind().get(0);
        String name = away.substring(away.lastIndexOf('/') + 1).split("\\?")[0];
        try (Connection server = DriverManager.getConnection(away.replace("/" + name, "/postgres"));
                Statement statement = server.createStatement()) {
            statement.execute("alter database " + name + " allow_connections false");
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
            try {
                assertThat(ledger.problems()).isEmpty();
                String dead = keys("away:", shard -> shard == 0).get(0);
                assertThatThrownBy(() -> ledger.consume(both(dead))).isInstanceOf(QuotaStoreException.class);
                for (String key : keys("away:", shard -> shard != 0).subList(0, 5)) {
                    ledger.consume(both(key));
                }
            } finally {
                statement.execute("alter database " + name + " allow_connections true");
                Awaitility.await().ignoreExceptions().until(() -> keys("back:", shard -> shard == 0).stream()
                        .allMatch(key -> ledger.check(one(key).get(0)).allowed()));
            }
        }
    }

    private static List<String> keys(String prefix, Predicate<Integer> where) {
        return IntStream.range(0, 90)
                .mapToObj(i -> prefix + i)
                .filter(key -> where.test(SHARDS.of(AccountIds.UNNAMED.account(key, DAY))))
                .limit(20)
                .toList();
    }

    private static List<QuotaCharge> one(String key) {
        return List.of(new QuotaCharge(key, DAY, 1));
    }

    private static List<QuotaCharge> both(String key) {
        return List.of(new QuotaCharge(key, DAY, 1), new QuotaCharge(key, MONTH, 1));
    }
}
