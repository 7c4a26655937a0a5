// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import java.time.Duration;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.LedgerBeans;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.RetentionSettings;
import org.ration.ledger.charge.TableSettings;
import org.ration.testing.Database;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** Three nodes on one database, each with a clock of its own, which keep windows, accounts and the audit for a day. */
final class ThreeNodes implements AutoCloseable {

    static final int COUNT = 3;

    private static final int CONNECTIONS = 4;
    private static final int WAITING = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final TestDatabase database;
    private final TestContainer container;
    private final List<TestClock> clocks = new ArrayList<>();
    private final List<Ledger> ledgers = new ArrayList<>();
    private final List<Retention> retentions = new ArrayList<>();
    private final List<DatabaseGate> gates = new ArrayList<>();

    ThreeNodes(Database on) {
        database = TestDatabase.withTables(on, (COUNT + 1) * CONNECTIONS);
        container = TestContainer.on(database).beans(LedgerBeans.class).start();
        NewTransaction transaction = container.select(NewTransaction.class);
        for (int node = 0; node < COUNT; node++) {
            TestClock clock = new TestClock();
            LedgerSettings settings = settings(clock);
            DatabaseGate gate = new DatabaseGate(TestContainer.of(transaction), settings, ended -> {});
            clocks.add(clock);
            gates.add(gate);
            ledgers.add(new Ledger(settings, TestContainer.of(transaction)));
            retentions.add(new Retention(gate, settings, ended -> {}));
        }
    }

    TestDatabase database() {
        return database;
    }

    TestClock clock(int node) {
        return clocks.get(node);
    }

    Ledger ledger(int node) {
        return ledgers.get(node);
    }

    Retention retention(int node) {
        return retentions.get(node);
    }

    @Override
    public void close() {
        ledgers.forEach(Ledger::close);
        gates.forEach(DatabaseGate::close);
        container.close();
        database.close();
    }

    private static LedgerSettings settings(TestClock clock) {
        Optional<Period> day = Optional.of(Period.ofDays(1));
        RetentionSettings retention = new RetentionSettings(day, Optional.empty(), day, day);
        TableSettings tables = new TableSettings(false, "none", AccountIds.UNNAMED, retention);
        return new LedgerSettings(clock, false, CONNECTIONS, TIMEOUT, WAITING, tables, ZoneOffset.UTC);
    }
}
