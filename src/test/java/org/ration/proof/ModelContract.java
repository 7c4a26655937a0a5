// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.ration.QuotaStoreException;
import org.ration.ledger.Ledger;
import org.ration.testing.Effort;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;

/** Random histories: every answer, and the tables in the end, are what the {@link Model} says. */
abstract class ModelContract {

    private static final int LENGTH = 120;

    @Inject
    Ledger ledger;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    @Test
    void answersAndTablesAreThoseOfTheModel() {
        int seeds = Effort.of(6, 200);
        for (long seed = 0; seed < seeds; seed++) {
            compare(seed);
        }
    }

    @Test
    void whoIsInterruptedHasChangedNothing() {
        int seeds = Effort.of(2, 50);
        for (long seed = 0; seed < seeds; seed++) {
            try (Interrupts interrupts = new Interrupts(seed)) {
                List<Operation> history = RandomHistory.of(seed, LENGTH);
                assertThat(difference(seed, history, (real, operation) -> repeated(real, operation, interrupts)))
                        .as("seed %d, %s", seed, history)
                        .isEmpty();
            }
        }
    }

    /** Each call until it is not interrupted; but an operator's act may be several transactions. */
    private static String repeated(RealLedger real, Operation operation, Interrupts interrupts) {
        if (operation instanceof Operation.ByOperator) {
            return real.apply(operation);
        }
        while (true) {
            try {
                return interrupts.exposed(() -> real.apply(operation));
            } catch (QuotaStoreException interrupted) {
                assertThat(interrupted)
                        .message()
                        .containsAnyOf("interrupted", "no caller waited for the connection any more");
                assertThat(interrupted).returns(false, QuotaStoreException::outcomeUnknown);
            }
        }
    }

    private void compare(long seed) {
        List<Operation> history = RandomHistory.of(seed, LENGTH);
        if (difference(seed, history).isEmpty()) {
            return;
        }
        List<Operation> shortest =
                Shrinker.shrink(history, shorter -> !difference(seed, shorter).isEmpty());
        assertThat(difference(seed, shortest)).as("seed %d, %s", seed, shortest).isEmpty();
    }

    /** Empty if there is none. */
    private String difference(long seed, List<Operation> history) {
        return difference(seed, history, RealLedger::apply);
    }

    private String difference(
            long seed, List<Operation> history, BiFunction<RealLedger, Operation, String> application) {
        List.of("ration_closed_window", "ration_account", "ration_audit")
                .forEach(table -> database.update("delete from " + table));
        Instant start = TestClock.START.plusSeconds(seed * 7_654_321 % 31_536_000);
        Model model = new Model(start);
        RealLedger real = new RealLedger(ledger, database);
        for (Operation operation : history) {
            String expected = model.apply(operation);
            clock.set(Instant.ofEpochMilli(model.now()));
            String answer = application.apply(real, operation);
            if (!answer.equals(expected)) {
                return operation + "\nanswered " + answer + "\nnot      " + expected;
            }
        }
        String tables = real.tables();
        return tables.equals(model.tables()) ? "" : "tables\n" + tables + "\nnot\n" + model.tables();
    }
}
