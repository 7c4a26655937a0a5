// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.startup;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.ration.QuotaStoreException;
import org.ration.container.Container;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.MetaEntry;
import org.ration.ledger.transaction.SqlFailures;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;

/** The checks before the first charge: the database, the mapping, the tables, the connections and the secret. */
public final class StartupCheck {

    private static final Logger LOG = System.getLogger("org.ration.ledger");

    private final LedgerSettings settings;
    private final DatabaseGate gate;
    private final Container container;
    private final List<String> problems = new ArrayList<>();
    private boolean starting;

    public StartupCheck(LedgerSettings settings, DatabaseGate gate, Container container) {
        this.settings = settings;
        this.gate = gate;
        this.container = container;
    }

    /**
     * Checks all of it.
     *
     * @throws IllegalStateException with all that is wrong
     */
    public void run() {
        starting = true;
        if (answers()
                && understands()
                && mapped()
                && step((runner, found) -> warnOfSchemaGeneration(runner))
                && hasTables()) {
            step((runner, found) -> warnOfSettings(runner));
            step(this::checkConnections);
            step(this::checkRollback);
            step(this::checkSecret);
            step((runner, found) -> compareClocks(runner));
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("\n", problems));
        }
    }

    /**
     * Checks, at any time, that the database answers and has the tables. Changes nothing.
     *
     * @return what is wrong
     */
    public List<String> ofTables() {
        if (answers() && mapped()) {
            step(
                    settings.tables().shards().several()
                            ? this::anyAnswers
                            : (runner, found) ->
                                    new SchemaCheck(false).check(runner).ifPresent(found::add));
        }
        return problems;
    }

    /**
     * One database of several that is away is no reason to send callers of all others away. One that does not answer
     * takes all the time, so the next look begins with another.
     */
    private void anyAnswers(TransactionRunner runner, List<String> found) {
        int count = gate.shards().count();
        int first = gate.firstToAsk();
        List<String> away = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int asked = (first + i) % count;
            try {
                runner.read(tables -> tables.answers(asked));
                gate.askFirst(asked);
                return;
            } catch (QuotaStoreException fault) {
                away.add(StartupProblems.noAnswer(fault));
            }
        }
        gate.askFirst((first + 1) % count);
        found.addAll(away);
    }

    private boolean answers() {
        return step((runner, found) -> runner.dialect());
    }

    private boolean understands() {
        return step((runner, found) -> runner.read(LedgerTables::obstacles).stream()
                .map(StartupProblems::doesNotUnderstand)
                .forEach(found::add));
    }

    private boolean mapped() {
        return step((runner, found) -> {
            if (!runner.inTransaction(
                    entityManager -> TransactionResult.unchanged(LedgerTables.mapped(entityManager)))) {
                found.add(StartupProblems.notMapped());
            }
        });
    }

    private boolean hasTables() {
        return step((runner, found) ->
                new SchemaCheck(settings.tables().create()).check(runner).ifPresent(found::add));
    }

    /** A new transaction must have a separate connection; otherwise a rollback includes the caller's work. */
    private void checkConnections(TransactionRunner runner, List<String> found) {
        boolean shared = runner.change(tables -> {
            tables.isolation().ifPresent(StartupCheck::warnOfIsolation);
            return TransactionResult.unchanged(isShared(tables, runner));
        });
        if (shared || isSharedByCaller(runner)) {
            found.add(StartupProblems.sharedConnection());
        }
    }

    /** Servers may treat transactions of CDI differently from those of EJBs, which the ledger uses. */
    private boolean isSharedByCaller(TransactionRunner runner) {
        AtomicBoolean shared = new AtomicBoolean();
        try {
            container.inCallersTransaction(entities -> shared.set(isShared(runner.tables(entities), runner)));
        } catch (RuntimeException failure) {
            throw SqlFailures.exception(failure, false);
        }
        return shared.get();
    }

    private static boolean isShared(LedgerTables outer, TransactionRunner runner) {
        long session = outer.sessionId();
        return runner.read(LedgerTables::sessionId) == session;
    }

    /**
     * Rolled back rows must be gone: connections outside of transactions hold no locks either. And what is written by
     * SQL must be what the provider reads: the unit may name other tables than the connection.
     */
    private void checkRollback(TransactionRunner runner, List<String> found) {
        String probe = "probe-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
        boolean seen = runner.change(tables -> {
            tables.execute("insert into ration_meta (name, content) values ('" + probe + "', '')");
            return TransactionResult.unchanged(tables.meta(probe).isPresent());
        });
        if (!seen) {
            found.add(StartupProblems.otherTables());
        }
        if (runner.read(tables -> tables.metaBySql(probe))) {
            found.add(StartupProblems.noRollback());
            runner.change(tables -> {
                tables.execute("delete from ration_meta where name = '" + probe + "'");
                return TransactionResult.changed(true);
            });
        }
    }

    /** Somebody else who makes the tables makes them without their checks, or anew. */
    private static void warnOfSchemaGeneration(TransactionRunner runner) {
        runner.read(LedgerTables::schemaGeneration)
                .forEach(property -> LOG.log(Level.WARNING, StartupProblems.schemaGeneration(property)));
    }

    private static void warnOfIsolation(String isolation) {
        if (!isolation.equals("read committed")) {
            LOG.log(Level.WARNING, StartupProblems.otherIsolation(isolation));
        }
    }

    private void checkSecret(TransactionRunner runner, List<String> found) {
        String name = MetaEntry.secretOf(settings.namespace());
        String check = settings.tables().secretCheck();
        Optional<String> known = runner.read(tables -> tables.meta(name));
        if (known.isEmpty()) {
            runner.addIfMissing(tables -> tables.insertMeta(name, check));
            known = runner.read(tables -> tables.meta(name));
        }
        if (!known.equals(Optional.of(check))) {
            found.add(StartupProblems.otherSecret(name));
        }
    }

    private void compareClocks(TransactionRunner runner) {
        Duration ahead =
                runner.read(tables -> Duration.ofMillis(settings.now().toEpochMilli() - tables.databaseMillis()));
        LOG.log(
                Level.INFO,
                "Quotas are counted by {0}, which is {1} {2} the database''s",
                settings.systemClock()
                        ? "the system clock"
                        : "the application's clock " + settings.clock().getClass(),
                ahead.abs(),
                ahead.isNegative() ? "behind" : "ahead of");
    }

    /** Settings of the database that promise less than Ration does. */
    private static void warnOfSettings(TransactionRunner runner) {
        runner.read(LedgerTables::warnings)
                .forEach(warning -> LOG.log(Level.WARNING, StartupProblems.promisesLess(warning)));
        runner.read(LedgerTables::notes)
                .forEach(note -> LOG.log(Level.INFO, "The database of the @QuotaStore persistence unit: " + note));
    }

    /**
     * Notes what is wrong, and answers whether nothing was. Its findings are its own until it has ended, since the
     * caller may not have waited for that.
     */
    private boolean step(BiConsumer<TransactionRunner, List<String>> check) {
        List<String> wrong;
        try {
            wrong = access(runner -> {
                List<String> found = new ArrayList<>();
                check.accept(runner, found);
                return found;
            });
        } catch (QuotaStoreException fault) {
            wrong = List.of(StartupProblems.noAnswer(fault));
        }
        problems.addAll(wrong);
        return wrong.isEmpty();
    }

    private List<String> access(Function<TransactionRunner, List<String>> check) {
        return starting ? gate.accessOnThisThread(check) : gate.access(check);
    }
}
