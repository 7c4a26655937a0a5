// SPDX-License-Identifier: Apache-2.0
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.container.CdiTransactionProbe;
import org.ration.container.CommitStatus;
import org.ration.container.JakartaContainer;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.LedgerBeans;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.TableSettings;
import org.ration.testing.Database;
import org.ration.testing.Logged;
import org.ration.testing.Provider;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** What a node checks before its first charge. */
abstract class LedgerStartContract {

    /** A script of the version to come, which stands beside the tests. */
    private static final String NEXT = "next.sql";

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
                .hasMessageContaining("there is no readable table ration_meta")
                .hasMessageContaining("run " + String.join(" and then ", kind().scripts()) + " in")
                .hasMessageContaining("ration.schema=create");
    }

    @Test
    void namesTheVersionOfOutdatedTables() {
        database.createTables();
        database.execute("update ration_meta set content = '0' where name = 'schema'");

        assertThatThrownBy(() -> ledger(true, "none").start())
                .hasMessageContaining("RATION-004")
                .hasMessageContaining("ration_meta has version 0 and not 1, and this version of Ration has no script");
    }

    @Test
    void refusesTablesThatLackAColumn() {
        database.createTables();
        database.execute("alter table ration_account drop column admin_version");

        assertThatThrownBy(() -> ledger(false, "none").start())
                .hasMessageContaining("RATION-004")
                .hasMessageContaining("a table or column of version 1 is not there");
    }

    @Test
    void theNextVersionNamesTheScriptThatIsMissing() {
        database.createTables();

        assertThat(checkByNextVersion(false).orElseThrow())
                .contains("RATION-004", "ration_meta has version 1 and not 2")
                .contains("run " + kind().folder() + "/" + NEXT + " in");
    }

    @Test
    void theNextVersionBringsTheTablesUpToDateWhileThisOneCharges() {
        Ledger old = ledger(true, "none");
        old.start();
        old.consume(List.of(charge()));

        assertThat(checkByNextVersion(true)).isEmpty();

        assertThat(old.problems()).as("of a node that is still to be replaced").isEmpty();
        old.consume(List.of(charge()));
        assertThatCode(() -> ledger(false, "none").start()).doesNotThrowAnyException();
        assertThat(database.used("user:42")).isEqualTo(2);
        assertThat(database.number("select added from ration_account")).isZero();
    }

    @Test
    void refusesTablesOfALaterVersionThatNoLongerAllowThisCode() {
        ledger(true, "none").start();
        assertThat(checkByNextVersion(true)).isEmpty();
        database.execute("update ration_meta set content = '2' where name = 'oldest_code'");

        assertThatThrownBy(() -> ledger(true, "none").start())
                .hasMessageContaining("RATION-004")
                .hasMessageContaining("ration_meta has version 2 and not 1, and this version of Ration has no script");
    }

    @Test
    void manyNodesBringTheTablesUpToDateAtOnce() throws InterruptedException {
        database.createTables();

        List<Optional<String>> problems = Race.run(4, 4, number -> checkByNextVersion(true));

        assertThat(problems).hasSize(4).allMatch(Optional::isEmpty);
        assertThat(database.text("select content from ration_meta where name = 'schema'"))
                .isEqualTo("2");
    }

    @Test
    void applicationsOfDifferentNamespacesHaveSecretsOfTheirOwn() {
        database.createTables();

        assertThatCode(() -> {
                    ledger("shop", "one").start();
                    ledger("billing", "two").start();
                    ledger("shop", "one").start();
                })
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> ledger("shop", "two").start())
                .hasMessageContaining("RATION-005")
                .hasMessageContaining("'secret:shop'");
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
        Ledger sharing = new Ledger(settings(false, "none"), TestContainer.of(new JoiningTransaction(container)));

        assertThatThrownBy(sharing::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("RATION-003");
    }

    @Test
    void refusesATransactionThatSharesTheConnectionOfABeansTransactionAlone() {
        database.createTables();
        SharingCaller caller = new SharingCaller(container);
        Ledger sharing = new Ledger(settings(false, "none"), new JakartaContainer(caller.charging, caller));

        assertThatThrownBy(sharing::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("RATION-003 A new transaction on the data source");
        assertThatCode(new Ledger(settings(false, "none"), TestContainer.of(caller.charging))::start)
                .as("among themselves they share nothing")
                .doesNotThrowAnyException();
    }

    @Test
    void refusesATransactionThatIsNoNewOne() {
        database.createTables();
        NewTransaction joining = container.select(JoiningBean.class);
        Ledger sharing = new Ledger(
                settings(false, "none"), new JakartaContainer(joining, container.select(CdiTransactionProbe.class)));

        assertThatThrownBy(sharing::start).hasMessageStartingWith("RATION-003");
    }

    @Test
    void refusesADataSourceWithoutTransactionsAndLeavesNothingBehind() {
        database.createTables();
        Ledger committing = new Ledger(settings(false, "none"), TestContainer.of(new CommittingTransaction(container)));

        assertThatThrownBy(committing::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("RATION-031 Rows that a transaction on the data source");
        assertThat(database.number("select count(*) from ration_meta where name like 'probe%'"))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"ECLIPSELINK_IN_SCHEMA", "HIBERNATE_IN_SCHEMA"})
    void refusesAUnitWithASchemaThatTheConnectionHasNot(Provider provider) {
        database.createTables();
        database.execute("create schema if not exists billing");

        assertThat(problemsOf(inSchema(provider))).startsWith("RATION-081 The persistence unit");
    }

    @ParameterizedTest
    @EnumSource(names = {"ECLIPSELINK_IN_SCHEMA", "HIBERNATE_IN_SCHEMA"})
    void refusesAUnitWithASchemaWhereTheConnectionsOwnHasOldTables(Provider provider) {
        database.createTables();
        database.execute("create schema if not exists billing");
        database.createTablesBehind(Map.of(
                        Database.H2, "set schema billing;",
                        Database.POSTGRESQL, "set search_path to billing;",
                        Database.MARIADB, "drop schema billing; create schema billing; use billing;")
                .get(kind()));

        assertThat(problemsOf(inSchema(provider))).startsWith("RATION-081 The persistence unit");
    }

    @ParameterizedTest
    @EnumSource(names = {"ECLIPSELINK_IN_SCHEMA", "HIBERNATE_IN_SCHEMA"})
    void refusesAUnitWithASchemaThatIsNotThere(Provider provider) {
        database.createTables();
        database.execute("drop schema if exists billing");

        assertThat(problemsOf(inSchema(provider))).startsWith("RATION-081 The persistence unit");
    }

    /** The tables have names in lower case, which all but H2 write as they are. */
    @ParameterizedTest
    @EnumSource(names = {"ECLIPSELINK_DELIMITING", "HIBERNATE_DELIMITING"})
    void countsOrRefusesAUnitThatDelimitsNames(Provider provider) {
        database.createTables();

        String outcome = outcomeOf(
                provider, ledger -> ledger.consume(List.of(charge())).usage().used() + " used");

        assertThat(outcome).startsWith(kind() == Database.H2 ? "RATION-081 The persistence unit" : "1 used");
    }

    @Test
    void warnsOfAUnitWhoseProviderMakesTables() {
        database.createTables();

        assertThat(logged(() -> problemsOf(Provider.HIBERNATE_MAKING_TABLES))).anySatisfy(line -> assertThat(line)
                .startsWith("WARNING RATION-082 ")
                .contains("has jakarta.persistence.schema-generation.database.action=update, with which the provider"));
    }

    private Provider inSchema(Provider provider) {
        return kind() == Database.MARIADB && provider == Provider.HIBERNATE_IN_SCHEMA
                ? Provider.HIBERNATE_IN_CATALOG
                : provider;
    }

    private String problemsOf(Provider provider) {
        return outcomeOf(provider, ledger -> "");
    }

    /** What comes of a start with another provider, and of what follows it. */
    private String outcomeOf(Provider provider, Function<Ledger, String> use) {
        try (TestDatabase other = TestDatabase.at(kind(), provider, database.url(), 8);
                TestContainer application =
                        TestContainer.on(other).beans(LedgerBeans.class).start()) {
            Ledger ledger =
                    new Ledger(settings(true, "none"), TestContainer.of(application.select(NewTransaction.class)));
            ledger.start();
            return use.apply(ledger);
        } catch (IllegalStateException problems) {
            return problems.getMessage();
        }
    }

    @Test
    void reportsAllThatIsWrongAtOnce() {
        ledger(true, "one").start();
        Ledger sharing = new Ledger(settings(false, "two"), TestContainer.of(new JoiningTransaction(container)));

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

    @Test
    void warnsOfChecksThatAreMissing() {
        List<String> lines = logOf(
                kind(),
                database.url(),
                "alter table ration_account drop constraint ration_account_limits",
                "alter table ration_receipt drop constraint ration_receipt_counts");

        assertThat(lines).anySatisfy(line -> assertThat(line)
                .startsWith("WARNING RATION-080 ")
                .contains(": the tables lack the check constraints ration_account_limits,"
                        + " ration_receipt_counts, the last guard"));
    }

    @Test
    void warnsOfNoTablesThatAreAsTheyWereMade() {
        assertThat(logOf(kind(), database.url()))
                .isNotEmpty()
                .noneMatch(
                        line -> line.contains("constraints") || line.contains("InnoDB") || line.contains("unlogged"));
    }

    /** The log of a start on new tables, after some statements. */
    static List<String> logOf(Database kind, String url, String... statements) {
        try (TestDatabase tables = TestDatabase.at(kind, url, 8);
                TestContainer application =
                        TestContainer.on(tables).beans(LedgerBeans.class).start()) {
            tables.createTables();
            List.of(statements).forEach(tables::execute);
            return logged(
                    () -> new Ledger(settings(true, "none"), TestContainer.of(application.select(NewTransaction.class)))
                            .start());
        }
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

    @Test
    void anotherApplicationsLimitOnASharedCounterIsALoudWarning() {
        database.createTables();
        try (Ledger shop = ledger("", "none");
                Ledger billing = ledger("", "none")) {
            assertThat(compared(shop, "shop", counter("limit 3 per month in UTC")))
                    .isEmpty();

            assertThat(compared(billing, "billing", counter("limit 5 per month in UTC")))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "WARNING RATION-090 The counters of global:shared are shared: this application, billing,"
                                    + " declares limit 5 per month in UTC, and shop declared limit 3 per month in UTC");
            assertThat(compared(shop, "shop", counter("limit 3 per month in UTC")))
                    .singleElement()
                    .asString()
                    .contains("this application, shop,", "billing declared limit 5");
        }
    }

    @Test
    void anotherVersionOfAnApplicationAndWhoDeclaresTheSameAreNoWarning() {
        database.createTables();
        try (Ledger ledger = ledger("", "none");
                Ledger elsewhere = ledger("other", "none")) {
            compared(ledger, "shop", counter("limit 3 per month in UTC"));

            assertThat(compared(ledger, "shop", counter("limit 5 per month in UTC")))
                    .isEmpty();
            assertThat(compared(ledger, "billing", counter("limit 5 per month in UTC")))
                    .isEmpty();
            assertThat(compared(elsewhere, "billing", counter("limit 7 per month in UTC")))
                    .isEmpty();
            assertThat(compared(ledger, "x".repeat(300), counter("limit 5 per month in UTC")))
                    .isEmpty();
            assertThat(compared(ledger, "shop")).isEmpty();
        }
    }

    @Test
    void aComparisonThatFailsIsAWarning() {
        database.createTables();
        database.execute("alter table ration_meta add constraint read_only check (content not like '%limit 5%')");
        try (Ledger ledger = ledger("", "none")) {
            compared(ledger, "shop", counter("limit 3 per month in UTC"));

            assertThat(compared(ledger, "shop", counter("limit 5 per month in UTC")))
                    .singleElement()
                    .asString()
                    .startsWith("WARNING")
                    .contains("ration_meta");
        } finally {
            database.execute("alter table ration_meta drop constraint read_only");
        }
    }

    @Test
    void theVersionInTheNameOfAnArchiveMakesNoOtherApplication() {
        database.createTables();
        try (Ledger ledger = ledger("", "none")) {
            compared(ledger, "shop-1.0", counter("limit 3 per month in UTC"));
            int limit = 4;
            for (String next : List.of("shop-1.1", "shop-2.0.1-SNAPSHOT", "shop##004", "shop:5", "shop-v6.0", "shop")) {
                assertThat(compared(ledger, next, counter("limit " + limit++ + " per month in UTC")))
                        .as(next)
                        .isEmpty();
            }

            assertThat(compared(ledger, "shop-2", counter("limit 99 per month in UTC")))
                    .singleElement()
                    .asString()
                    .contains("this application, shop-2,", "and shop declared");
        }
    }

    @Test
    void comparesWithAnApplicationThatStartsAtTheSameTime() {
        database.createTables();
        try (Ledger billing = ledger("", "none");
                Ledger shop = ledger("", "none")) {
            database.wire()
                    .before(
                            "insert into ration_meta",
                            1,
                            () -> billing.compareWithOthers("billing", List.of(counter("limit 5"))));

            assertThat(compared(shop, "shop", counter("limit 6")))
                    .singleElement()
                    .asString()
                    .contains("RATION-090");
        }
    }

    private static DeclaredCounter counter(String rule) {
        return new DeclaredCounter("global:shared", rule);
    }

    private static List<String> compared(Ledger ledger, String application, DeclaredCounter... declared) {
        return Logged.by(() -> {
            ledger.compareWithOthers(application, List.of(declared));
            return ledger;
        });
    }

    /** What the start check of the next version of this code says. */
    private Optional<String> checkByNextVersion(boolean create) {
        return new DatabaseGate(
                        new JakartaContainer(
                                container.select(NewTransaction.class), container.select(NewTransaction.class)::run),
                        settings(create, "none"),
                        ended -> {})
                .access(turn -> new SchemaCheck(create, List.of("V1__ration.sql", NEXT)).check(turn));
    }

    private static QuotaCharge charge() {
        return new QuotaCharge("user:42", QuotaPolicy.of(10, QuotaPeriod.DAY).withZone(ZoneId.of("UTC")), 1);
    }

    private Ledger ledger(String namespace, String secretCheck) {
        TableSettings tables = new TableSettings(false, secretCheck, new AccountIds(namespace));
        return new Ledger(
                new LedgerSettings(new TestClock(), false, 4, Duration.ofSeconds(10), 100, tables, ZoneId.of("UTC")),
                TestContainer.of(container.select(NewTransaction.class)));
    }

    private Ledger ledger(boolean createSchema, String secretCheck) {
        return new Ledger(
                settings(createSchema, secretCheck), TestContainer.of(container.select(NewTransaction.class)));
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

    /** Nobody waits for it any more, but it goes on, and finds something. */
    @Test
    void whatALateCheckFindsIsNotAddedToWhatIsTold() throws Exception {
        database.createTables();
        CountDownLatch open = new CountDownLatch(1);
        LateTransaction late = new LateTransaction(container.select(NewTransaction.class), open);
        Ledger ledger = new Ledger(
                new LedgerSettings(new TestClock(), false, 1, Duration.ofSeconds(1), false, "none"),
                TestContainer.of(late));
        ledger.start();
        database.execute("update ration_meta set content = '0' where name = 'schema'");
        late.hangsFrom = 3; // the dialect is known; the mapping, then the version, which is read

        List<String> told = ledger.problems();
        assertThat(told).hasSize(1).first().asString().contains("RATION-029");
        open.countDown();
        ledger.close();

        assertThat(told).hasSize(1);
    }

    private static final class LateTransaction extends NewTransaction {

        private final NewTransaction real;
        private final CountDownLatch open;
        private volatile int hangsFrom = Integer.MAX_VALUE;

        private LateTransaction(NewTransaction real, CountDownLatch open) {
            this.real = real;
            this.open = open;
        }

        @Override
        public CommitStatus run(Consumer<EntityManager> work) {
            return real.run(store -> {
                try {
                    work.accept(store);
                } finally {
                    if (--hangsFrom <= 0) {
                        assertThatCode(open::await).doesNotThrowAnyException();
                    }
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
