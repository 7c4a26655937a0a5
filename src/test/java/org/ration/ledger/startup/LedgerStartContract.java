package org.ration.ledger.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.ledger.Ledger;
import org.ration.ledger.LedgerBeans;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.transaction.CdiTransactionProbe;
import org.ration.ledger.transaction.CommitStatus;
import org.ration.ledger.transaction.NewTransaction;
import org.ration.testing.Database;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** What a node checks before its first charge. */
abstract class LedgerStartContract {

    private TestDatabase database;
    private TestContainer container;

    abstract Database kind();

    @BeforeEach
    void anEmptyDatabase() {
        database = TestDatabase.empty(kind(), 8);
        container = TestContainer.on(database)
                .beans(LedgerBeans.class, JoiningBean.class)
                .start();
    }

    @AfterEach
    void close() {
        container.close();
        database.close();
    }

    @Test
    void startsWhereTheTablesAre() {
        database.createTables();

        assertThatCode(() -> ledger(false, "none").start()).doesNotThrowAnyException();
    }

    @Test
    void namesTheScriptOfMissingTables() {
        assertThatThrownBy(() -> ledger(false, "none").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("RATION-004")
                .hasMessageContaining("there is no table ration_meta that can be read")
                .hasMessageContaining("run " + String.join(" and then ", kind().scripts()) + " in")
                .hasMessageContaining("ration.schema=create");
    }

    @Test
    void namesTheVersionOfOutdatedTables() {
        database.createTables();
        database.execute("update ration_meta set content = '0' where name = 'schema'");

        assertThatThrownBy(() -> ledger(true, "none").start())
                .hasMessageContaining("RATION-004")
                .hasMessageContaining("ration_meta tells version 0 and not 2, and no script");
    }

    @Test
    void refusesTablesThatLackAColumn() {
        database.createTables();
        database.execute("alter table ration_account drop column admin_version");

        assertThatThrownBy(() -> ledger(false, "none").start())
                .hasMessageContaining("RATION-004")
                .hasMessageContaining("a table or column of version 2 is not there");
    }

    @Test
    void namesTheScriptThatIsMissing() {
        database.createTables(1);

        assertThatThrownBy(() -> ledger(false, "none").start())
                .hasMessageContaining("RATION-004")
                .hasMessageContaining("ration_meta tells version 1 and not 2")
                .hasMessageContaining("run " + kind().scripts().get(1) + " in");
    }

    @Test
    void bringsTablesOfTheVersionBeforeUpToDateAndKeepsTheCounters() {
        database.createTables(1);
        database.execute(
                "insert into ration_account (id, key_id, scope, period, quota_key, zone, anchor, used, reserved,"
                        + " granted, quota_limit, threshold_mark, admin_version, updated_at)"
                        + " values ('1', '1', '', 'day', 'user:42', 'UTC', 1, 7, 0, 0, 10, 0, 0, 0)");

        ledger(true, "none").start();

        assertThatCode(() -> ledger(false, "none").start()).doesNotThrowAnyException();
        assertThat(database.number("select used from ration_account")).isEqualTo(7);
        assertThat(database.number("select count(*) from ration_audit")).isZero();
    }

    @Test
    void manyNodesBringTheTablesUpToDateAtOnce() throws InterruptedException {
        database.createTables(1);

        List<Boolean> started = Race.run(4, 4, number -> {
            ledger(true, "none").start();
            return true;
        });

        assertThat(started).hasSize(4);
        assertThat(database.text("select content from ration_meta where name = 'schema'"))
                .isEqualTo("2");
    }

    @Test
    void createsMissingTablesAndStartsAgain() {
        ledger(true, "none").start();
        ledger(true, "none").start();
        Ledger third = ledger(false, "none");
        third.start();

        QuotaPolicy policy = QuotaPolicy.of(1, QuotaPeriod.DAY).withZone(ZoneId.of("UTC"));
        assertThat(third.consume(List.of(new QuotaCharge("user:42", policy, 1))).allowed())
                .isTrue();
    }

    @Test
    void manyNodesCreateTheTablesAtOnce() throws InterruptedException {
        List<Boolean> started = Race.run(4, 4, number -> {
            ledger(true, "none").start();
            return true;
        });

        assertThat(started).hasSize(4);
        assertThat(database.number("select count(*) from ration_meta where name = 'schema'"))
                .isEqualTo(1);
    }

    @Test
    void refusesAnotherSecretThanTheFirst() {
        ledger(true, "one").start();

        assertThatThrownBy(() -> ledger(true, "two").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("RATION-005")
                .hasMessageContaining("ration.secret differs");
        assertThatCode(() -> ledger(false, "one").start()).doesNotThrowAnyException();
    }

    @Test
    void refusesATransactionThatSharesTheCallersConnection() {
        database.createTables();
        Ledger sharing = new Ledger(settings(false, "none"), new JoiningTransaction(container));

        assertThatThrownBy(sharing::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("RATION-003");
    }

    @Test
    void refusesATransactionThatSharesTheConnectionOfABeansTransactionAlone() {
        database.createTables();
        SharingCaller caller = new SharingCaller(container);
        Ledger sharing = new Ledger(settings(false, "none"), caller.charging, caller);

        assertThatThrownBy(sharing::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("RATION-003 A new transaction on the data source");
        assertThatCode(new Ledger(settings(false, "none"), caller.charging)::start)
                .as("among themselves they share nothing")
                .doesNotThrowAnyException();
    }

    @Test
    void refusesATransactionThatIsNoNewOne() {
        database.createTables();
        NewTransaction joining = container.select(JoiningBean.class);
        Ledger sharing = new Ledger(settings(false, "none"), joining, container.select(CdiTransactionProbe.class));

        assertThatThrownBy(sharing::start).hasMessageStartingWith("RATION-003");
    }

    @Test
    void refusesADataSourceWithoutTransactionsAndLeavesNothingBehind() {
        database.createTables();
        Ledger committing = new Ledger(settings(false, "none"), new CommittingTransaction(container));

        assertThatThrownBy(committing::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("RATION-031 What a transaction on the data source");
        assertThat(database.number("select count(*) from ration_meta where name like 'probe%'"))
                .isZero();
    }

    @Test
    void reportsAllThatIsWrongAtOnce() {
        ledger(true, "one").start();
        Ledger sharing = new Ledger(settings(false, "two"), new JoiningTransaction(container));

        assertThatThrownBy(sharing::start).hasMessageContaining("RATION-003").hasMessageContaining("RATION-005");
    }

    @Test
    void logsTheClockAndItsDistance() {
        database.createTables();

        assertThat(logged(() -> ledger(false, "none").start())).anySatisfy(line -> assertThat(line)
                .startsWith("INFO Quotas are counted by the application's clock")
                .contains("TestClock")
                .endsWith("behind the database's"));
    }

    static List<String> logged(Runnable work) {
        Logger logger = Logger.getLogger("org.ration.ledger");
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.setLevel(Level.INFO);
        logger.addHandler(handler);
        try {
            work.run();
            return lines;
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(null);
        }
    }

    private Ledger ledger(boolean createSchema, String secretCheck) {
        return new Ledger(settings(createSchema, secretCheck), container.select(NewTransaction.class));
    }

    static LedgerSettings settings(boolean createSchema, String secretCheck) {
        return new LedgerSettings(new TestClock(), false, 4, Duration.ofSeconds(10), createSchema, secretCheck);
    }

    /** A server on which a new transaction within another has the connection of that other. */
    private static final class JoiningTransaction extends NewTransaction {

        private final NewTransaction real;
        private final ThreadLocal<EntityManager> open = new ThreadLocal<>();

        JoiningTransaction(TestContainer container) {
            real = container.select(NewTransaction.class);
        }

        @Override
        public CommitStatus run(Consumer<EntityManager> work) {
            if (open.get() == null) {
                return real.run(store -> within(store, work));
            }
            work.accept(open.get());
            return new CommitStatus();
        }

        private void within(EntityManager store, Consumer<EntityManager> work) {
            open.set(store);
            try {
                work.accept(store);
            } finally {
                open.remove();
            }
        }
    }

    /** A server on which a ledger's transaction has the connection of an application bean's transaction around it. */
    private static final class SharingCaller extends CdiTransactionProbe {

        private final CdiTransactionProbe real;
        private final ThreadLocal<EntityManager> open = new ThreadLocal<>();
        private final NewTransaction charging;

        SharingCaller(TestContainer container) {
            real = container.select(CdiTransactionProbe.class);
            NewTransaction own = container.select(NewTransaction.class);
            charging = new NewTransaction() {
                @Override
                public CommitStatus run(Consumer<EntityManager> work) {
                    if (open.get() == null) {
                        return own.run(work);
                    }
                    work.accept(open.get());
                    return new CommitStatus();
                }
            };
        }

        @Override
        public void run(Consumer<EntityManager> work) {
            real.run(store -> {
                open.set(store);
                try {
                    work.accept(store);
                } finally {
                    open.remove();
                }
            });
        }
    }

    /** Takes part in the transaction around it. */
    @ApplicationScoped
    @Typed(JoiningBean.class)
    @Transactional(Transactional.TxType.REQUIRED)
    static class JoiningBean extends NewTransaction {}

    /** A server on which nothing is rolled back. */
    private static final class CommittingTransaction extends NewTransaction {

        private final NewTransaction real;

        CommittingTransaction(TestContainer container) {
            real = container.select(NewTransaction.class);
        }

        @Override
        public CommitStatus run(Consumer<EntityManager> work) {
            List<RuntimeException> thrown = new ArrayList<>();
            CommitStatus ending = real.run(store -> {
                try {
                    work.accept(store);
                } catch (RuntimeException failed) {
                    thrown.add(failed);
                }
            });
            if (!thrown.isEmpty()) {
                throw thrown.get(0);
            }
            return ending;
        }
    }
}
