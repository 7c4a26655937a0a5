// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ration.QuotaHold;
import org.ration.QuotaStoreException;
import org.ration.ledger.Ledger;
import org.ration.testing.Effort;
import org.ration.testing.Race;
import org.ration.testing.TestDatabase;

/**
 * The connection breaks at every step of the way to the database, one after the other, before the step and after it,
 * while several charge: nobody hangs, nobody is told more than the row says, no connection leaks.
 */
@Timeout(300)
abstract class BrokenStepsContract {

    private static final int THREADS = 4;
    private static final int CALLS = 24;

    @Inject
    Ledger ledger;

    @Inject
    TestDatabase database;

    @Test
    void aBreakAtAnyStepLosesNothing() throws InterruptedException {
        int broken = 0;
        for (int step = 1; step < 120; step += Effort.of(4, 1)) {
            broken += breakAt(step, true, this::charge) ? 1 : 0;
            broken += breakAt(step, false, this::charge) ? 1 : 0;
        }
        assertThat(broken).as("breaks that came to pass").isGreaterThan(15);
    }

    @Test
    void aBreakLosesNothingWhileCallersAreInterrupted() throws InterruptedException {
        for (int step = 2; step < 120; step += Effort.of(12, 1)) {
            try (Interrupts interrupts = new Interrupts(step)) {
                breakAt(step, step % 2 == 0, key -> interrupts.exposed(() -> charge(key)));
            }
        }
    }

    /** What waits for a row that an outsider has locked is charged once, too, or is told of the break. */
    @Test
    void aBreakLosesNothingWhileARowIsLocked() throws InterruptedException, SQLException {
        int broken = 0;
        for (int step = 2; step < 120; step += Effort.of(6, 1)) {
            String key = "beside:" + step;
            String locked = "locked:" + step;
            charge(locked);
            List<Character> waiting;
            try (Connection outsider = database.connect();
                    Statement lock = outsider.createStatement()) {
                outsider.setAutoCommit(false);
                lock.execute("select id from ration_account where quota_key = '" + locked + "' for update");
                database.wire().breakAt(step, step % 4 == 2);
                List<CompletableFuture<Character>> charges = IntStream.range(0, THREADS)
                        .mapToObj(number -> chargeLater(locked))
                        .toList();
                List<Character> answers = Race.run(THREADS, CALLS, number -> charge(key));
                broken += database.wire().mend() ? 1 : 0;
                Load.assertExact(database, key, count(answers, 'g'), count(answers, 'u'));
                outsider.rollback();
                waiting = charges.stream().map(CompletableFuture::join).toList();
            }
            Load.assertExact(database, locked, 1 + count(waiting, 'g'), count(waiting, 'u'));
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> database.connectionsOut() == 0);
        }
        assertThat(broken).as("breaks that came to pass").isGreaterThan(3);
    }

    private CompletableFuture<Character> chargeLater(String key) {
        return ledger.consumeAsync(Load.charges(key))
                .handle((decision, fault) -> fault == null
                        ? 'g'
                        : fault instanceof QuotaStoreException known && known.outcomeUnknown() ? 'u' : 'f')
                .toCompletableFuture();
    }

    /** What was answered is charged, once for each id; what was not is charged once if it is asked again. */
    @Test
    void aBreakAtAnyStepChargesAnIdOnce() throws InterruptedException {
        int broken = 0;
        for (int step = 1; step < 120; step += Effort.of(6, 1)) {
            boolean done = step % 4 == 1;
            String key = "id step:" + step;
            database.wire().breakAt(step, done);
            List<Character> answers = Race.run(THREADS, CALLS, number -> chargeOnce(key, number));
            broken += database.wire().mend() ? 1 : 0;

            Load.assertExact(database, key, count(answers, 'g'), count(answers, 'u'));
            Race.run(THREADS, CALLS, number -> chargeOnce(key, number));
            Load.assertExact(database, key, CALLS, 0);
            assertThat(database.number("select sum(reserved) from ration_account where quota_key = ?", key))
                    .isZero();
        }
        assertThat(broken).as("breaks that came to pass").isGreaterThan(5);
    }

    /** Counted at once, or held and settled, for an id of the number. */
    private char chargeOnce(String key, int number) {
        String id = key + " " + number;
        return outcome(() -> {
            if (number % 2 == 0) {
                return ledger.consume(Load.charges(key), id).allowed();
            }
            QuotaHold hold = ledger.reserve(Load.charges(key), Duration.ofMinutes(1), id);
            return hold.allowed() && hold.settle().allowed();
        });
    }

    private boolean breakAt(int step, boolean done, Function<String, Character> charge) throws InterruptedException {
        String key = "step:" + step + done + database.number("select count(*) from ration_account");
        database.wire().breakAt(step, done);
        List<Character> answers = Race.run(THREADS, CALLS, number -> charge.apply(key));
        boolean broken = database.wire().mend();

        Load.assertExact(database, key, count(answers, 'g'), count(answers, 'u'));
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> database.connectionsOut() == 0);
        assertThat(charge("after:" + key))
                .as("the next charge after step %d", step)
                .isEqualTo('g');
        return broken;
    }

    private char charge(String key) {
        return outcome(() -> ledger.consume(Load.charges(key)).allowed());
    }

    private static char outcome(BooleanSupplier charge) {
        boolean[] allowed = new boolean[1];
        QuotaStoreException fault =
                catchThrowableOfType(QuotaStoreException.class, () -> allowed[0] = charge.getAsBoolean());
        if (fault == null) {
            return allowed[0] ? 'g' : 'r';
        }
        return fault.outcomeUnknown() ? 'u' : 'f';
    }

    private static long count(List<Character> answers, char which) {
        return answers.stream().filter(answer -> answer == which).count();
    }
}
