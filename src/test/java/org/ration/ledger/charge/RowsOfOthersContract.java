// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountIds;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/**
 * An outside session keeps rows of a few keys locked, or adds them and does not commit. With the default settings, 200
 * callers of other keys are answered within a second.
 */
abstract class RowsOfOthersContract {

    private static final QuotaPolicy DAY = QuotaPolicy.of(1000, QuotaPeriod.DAY).withZone(ZoneOffset.UTC);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int CALLERS = 200;

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    private Ledger ledger;
    private Connection outsider;

    @BeforeEach
    void begin() throws SQLException {
        ledger = new Ledger(new LedgerSettings(clock, false, 8, TIMEOUT, false, "none"), TestContainer.of(transaction));
        outsider = database.connect();
        outsider.setAutoCommit(false);
        charge(keys("warm"));
    }

    @AfterEach
    void end() throws SQLException {
        outsider.rollback();
        outsider.close();
        ledger.close();
        database.execute("delete from ration_receipt");
        database.execute("delete from ration_account");
    }

    @Test
    void lockedAccount() throws Exception {
        charge(Stream.of("bad"));
        charge(keys("known"));
        byOutsider("select * from ration_account where quota_key = 'bad' for update");

        List<CompletionStage<QuotaDecision>> bad = List.of(consume("bad"));

        assertAnsweredSoon(keys("known"));
        assertDelayed(bad);
    }

    @Test
    void accountThatIsBeingAdded() throws Exception {
        addByOutsider("bad");

        List<CompletionStage<QuotaDecision>> bad = List.of(consume("bad"));

        assertAnsweredSoon(keys("new"));
        assertDelayed(bad);
    }

    @Test
    void manyAccountsThatAreBeingAdded() throws Exception {
        for (int i = 0; i < 3; i++) {
            addByOutsider("bad" + i);
        }

        List<CompletionStage<QuotaDecision>> bad =
                IntStream.range(0, 3).mapToObj(i -> consume("bad" + i)).toList();

        assertAnsweredSoon(keys("new"));
        assertDelayed(bad);
    }

    @Test
    void receiptOfAHoldThatHasEnded() throws Exception {
        ledger.reserve(List.of(new QuotaCharge("bad", DAY, 5)), Duration.ofMinutes(5), "a hold");
        charge(keys("known"));
        byOutsider("select * from ration_receipt for update");
        clock.move(Duration.ofMinutes(10));

        List<CompletionStage<QuotaDecision>> bad = List.of(consume("bad"));

        assertAnsweredSoon(keys("known"));
        assertDelayed(bad);
    }

    @Test
    void receiptThatIsSettled() throws Exception {
        ledger.reserve(List.of(new QuotaCharge("bad", DAY, 5)), Duration.ofMinutes(5), "a hold");
        charge(keys("known"));
        byOutsider("select * from ration_receipt for update");

        CompletableFuture<?> settled = CompletableFuture.runAsync(() -> ledger.settle("a hold", 3));

        assertAnsweredSoon(keys("known"));
        assertThat(settled).isNotDone();
        outsider.rollback();
        settled.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(used("bad")).isEqualTo(3);
    }

    @Test
    void receiptThatIsBeingAdded() throws Exception {
        charge(Stream.of("bad"));
        charge(keys("known"));
        ledger.consume(List.of(new QuotaCharge("bad", DAY, 1)), "an id");
        byOutsider("delete from ration_receipt");

        CompletableFuture<?> again =
                CompletableFuture.runAsync(() -> ledger.consume(List.of(new QuotaCharge("bad", DAY, 1)), "an id"));

        assertAnsweredSoon(keys("known"));
        outsider.rollback();
        again.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(used("bad")).isEqualTo(2);
    }

    /** Those that wait are charged as soon as the outsider lets them. */
    private void assertDelayed(List<CompletionStage<QuotaDecision>> bad) throws Exception {
        assertThat(bad).noneMatch(each -> each.toCompletableFuture().isDone());
        outsider.rollback();
        for (CompletionStage<QuotaDecision> each : bad) {
            assertThat(each.toCompletableFuture()
                            .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                            .allowed())
                    .isTrue();
        }
    }

    private void assertAnsweredSoon(Stream<String> keys) {
        long start = System.nanoTime();
        List<CompletableFuture<Duration>> answers = keys.map(key -> consume(key)
                        .thenApply(decision -> Duration.ofNanos(System.nanoTime() - start))
                        .toCompletableFuture())
                .toList();
        assertThat(answers).hasSize(CALLERS).extracting(CompletableFuture::join).allSatisfy(answered -> assertThat(
                        answered)
                .isLessThan(SOON));
    }

    private CompletionStage<QuotaDecision> consume(String key) {
        return ledger.consumeAsync(List.of(new QuotaCharge(key, DAY, 1)));
    }

    private void charge(Stream<String> keys) {
        keys.map(this::consume).toList().forEach(decision -> decision.toCompletableFuture()
                .join());
    }

    private static Stream<String> keys(String of) {
        return IntStream.range(0, CALLERS).mapToObj(i -> of + i);
    }

    private void byOutsider(String statement) throws SQLException {
        try (Statement outside = outsider.createStatement()) {
            outside.execute(statement);
        }
    }

    private void addByOutsider(String key) throws SQLException {
        Account account = Account.unused(AccountIds.UNNAMED, new QuotaCharge(key, DAY, 1));
        byOutsider("insert into ration_account (id, key_id, namespace, scope, period, quota_key, zone, anchor, used,"
                + " reserved, holds, granted, quota_limit, threshold_mark, admin_version, updated_at) values ('"
                + account.id() + "', '" + account.keyId() + "', '', '', 'day', '" + key
                + "', 'UTC', 1, 0, 0, 0, 0, 10, 0, 0, 0)");
    }

    private long used(String key) {
        return database.number("select used from ration_account where quota_key = ?", key);
    }
}
