// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaDecision;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.ChargeEvaluation;
import org.ration.ledger.account.ClosedWindow;
import org.ration.ledger.batch.BatchHandler;
import org.ration.ledger.batch.BatchWork;
import org.ration.ledger.batch.ConnectionAcquisition;
import org.ration.ledger.batch.Ticket;
import org.ration.ledger.sql.AccountInsert;
import org.ration.ledger.sql.Dialect;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;
import org.ration.log.LogLimiter;

/**
 * Carries requests out: each all or nothing, in the order given, several in one transaction.
 *
 * <p>What can do without, locks nothing: requests on accounts that refused just now look first, and where the database can
 * count by one statement, that is tried. All the rest has its accounts locked by one statement, in the order of their ids,
 * is decided in memory by {@link Account}, and written at once.
 */
final class ChargeExecutor implements BatchHandler<ChargeRequest, ChargeResult> {

    /** Missing rows are inserted and then locked; only a purge could take them away in between. */
    private static final int MAX_ADDITIONS = 4;

    private static final int MAX_LOOKS = 4;

    private static final Logger LOG = System.getLogger("org.ration.ledger");

    private final LedgerSettings settings;
    private final Runners runners;
    private final LogLimiter log = new LogLimiter();

    ChargeExecutor(LedgerSettings settings, Runners runners) {
        this.settings = settings;
        this.runners = runners;
    }

    @Override
    public void carryOut(BatchWork<ChargeRequest, ChargeResult> work) {
        new Execution(work).run();
    }

    /** What {@link #carryOut} would decide now. Charges nothing and locks nothing. */
    QuotaDecision check(TransactionRunner runner, ChargeRequest request) {
        SortedSet<String> ids = new TreeSet<>(List.of(request.accounts()));
        ChargeEvaluation evaluation = null;
        for (int attempts = 0; attempts < MAX_LOOKS; attempts++) {
            Instant before = settings.now();
            Map<String, Account> accounts = runner.read(tables -> tables.look(ids));
            evaluation = new ChargeEvaluation(request.lines(), accounts, settings.now());
            if (evaluation.holdsAt(before)) {
                break;
            }
        }
        return evaluation.answer();
    }

    private void logLocked(Set<String> notLocked) {
        for (String id : notLocked) {
            log.each(
                    "locked",
                    more -> LOG.log(
                            Level.WARNING,
                            "another session keeps row {0} of ration_account locked; its charges wait for it,"
                                    + " apart from all others{1}",
                            id,
                            more == 0 ? "" : " (and so it was " + more + " times more)"));
        }
    }

    private static SortedSet<String> ids(List<Ticket<ChargeRequest, ChargeResult>> batch) {
        SortedSet<String> ids = new TreeSet<>();
        for (Ticket<ChargeRequest, ChargeResult> ticket : batch) {
            ids.addAll(List.of(ticket.request().accounts()));
        }
        return ids;
    }

    /** One batch on its way through its transactions. */
    private final class Execution {

        private final BatchWork<ChargeRequest, ChargeResult> work;
        private final TransactionRunner runner;
        private final Dialect dialect;
        private @Nullable Ticket<ChargeRequest, ChargeResult> leader;
        private @Nullable SingleStatementCharge atOnce;

        private Execution(BatchWork<ChargeRequest, ChargeResult> work) {
            this.work = work;
            this.runner = runners.on(work);
            this.dialect = runner.dialect();
        }

        private void run() {
            Decisions decisions = first();
            for (int additions = 0; !isFinal(decisions); ) {
                if (!decisions.missing().isEmpty()) {
                    add(decisions.missing(), additions++);
                }
                decisions = publish(runner.change(this::lock));
            }
        }

        private boolean isFinal(Decisions decisions) {
            return (decisions.locked() && decisions.missing().isEmpty())
                    || work.undone().isEmpty();
        }

        private Decisions first() {
            try {
                return publish(runner.change(this::begin));
            } catch (QuotaStoreException fault) {
                if (atOnce == null || !fault.outcomeUnknown()) {
                    throw fault;
                }
                atOnce.failCounted(fault);
                return noneYet();
            }
        }

        /** The cheapest way there is for what the batch has by now. */
        private TransactionResult<Decisions> begin(LedgerTables tables) {
            List<Ticket<ChargeRequest, ChargeResult>> batch = work.undone();
            leader = batch.get(0);
            if (SingleStatementCharge.suits(dialect, batch)) {
                atOnce = new SingleStatementCharge(batch, noneYet(), settings::now);
                return atOnce.charge(tables);
            }
            List<Ticket<ChargeRequest, ChargeResult>> lookers =
                    batch.stream().filter(Execution::looksFirst).toList();
            return lookers.isEmpty() ? lock(tables) : TransactionResult.unchanged(look(tables, lookers));
        }

        private static boolean looksFirst(Ticket<ChargeRequest, ChargeResult> ticket) {
            return ticket.mayBeFull() || !ticket.request().isCostly();
        }

        /** Decides those that take nothing, by accounts as they stand; a full counter is an exact answer for its instant. */
        private Decisions look(LedgerTables tables, List<Ticket<ChargeRequest, ChargeResult>> lookers) {
            Decisions decisions = noneYet();
            Instant before = settings.now();
            Map<String, Account> accounts = tables.look(ids(lookers));
            Instant now = settings.now();
            for (Ticket<ChargeRequest, ChargeResult> ticket : lookers) {
                ChargeEvaluation evaluation =
                        new ChargeEvaluation(ticket.request().lines(), accounts, now);
                boolean takesNothing = evaluation.refused() || !ticket.request().isCostly();
                if (takesNothing && evaluation.holdsAt(before)) {
                    decisions.answer(ticket, evaluation);
                }
            }
            return decisions;
        }

        private TransactionResult<Decisions> lock(LedgerTables tables) {
            List<Ticket<ChargeRequest, ChargeResult>> batch = work.undone();
            SortedSet<String> ids = ids(batch);
            Map<String, Account> accounts = tables.lockToCharge(ids, work.alike());
            tables.continueHistory(accounts.values());
            Set<String> notLocked = tables.notLocked(ids, accounts);
            logLocked(notLocked);
            LockedCharge charge = new LockedCharge(noneYet(), accounts, notLocked, settings.now());
            batch.forEach(ticket -> charge.decide(ticket, tables));
            return charge.write(tables);
        }

        private void add(Collection<Account> missing, int additions) {
            if (additions == MAX_ADDITIONS) {
                throw QuotaStoreException.notCharged("rows of the charge vanish as soon as they are inserted", null);
            }
            if (additions == 0 && missing.size() > 1) {
                runner.tryToAdd(AccountInsert.of(missing));
            } else {
                missing.forEach(account -> runner.addIfMissing(AccountInsert.of(account)));
            }
        }

        private Decisions noneYet() {
            return new Decisions(leader, work.size());
        }

        private static Decisions publish(Decisions durable) {
            durable.publish();
            return durable;
        }
    }

    /** The decisions under locks, within one transaction. */
    private final class LockedCharge {

        private final Decisions decisions;
        private final Map<String, Account> accounts;
        private final Set<String> notLocked;
        private final Instant now;
        private final Map<String, Account> changed = new TreeMap<>();
        private final List<ClosedWindow> closed = new ArrayList<>();

        private LockedCharge(Decisions decisions, Map<String, Account> accounts, Set<String> notLocked, Instant now) {
            this.decisions = decisions;
            this.accounts = accounts;
            this.notLocked = notLocked;
            this.now = now;
        }

        private void decide(Ticket<ChargeRequest, ChargeResult> ticket, LedgerTables tables) {
            ChargeRequest request = ticket.request();
            if (!Collections.disjoint(notLocked, List.of(request.accounts()))) {
                return;
            }
            ChargeEvaluation evaluation = new ChargeEvaluation(request.lines(), accounts, now);
            if (evaluation.refused()) {
                decisions.answer(ticket, evaluation);
            } else if (evaluation.isMissing()) {
                decisions.addMissing(evaluation);
            } else if (evaluation.opensWhatIsOver()) {
                decisions.fail(
                        ticket,
                        "this node's clock is behind: its history has windows that end later; nothing has been"
                                + " charged; set the clock");
            } else if (evaluation.overflows()) {
                decisions.fail(ticket, "a counter would pass " + Long.MAX_VALUE + "; nothing has been charged");
            } else {
                openingObstacle(evaluation, tables)
                        .ifPresentOrElse(obstacle -> decisions.fail(ticket, obstacle), () -> take(ticket, evaluation));
            }
        }

        private TransactionResult<Decisions> write(LedgerTables tables) {
            decisions.underLocks();
            if (!decisions.missing().isEmpty() || changed.isEmpty()) {
                return TransactionResult.unchanged(decisions);
            }
            tables.write(changed.values());
            closed.forEach(tables::add);
            return TransactionResult.changed(decisions);
        }

        private void take(Ticket<ChargeRequest, ChargeResult> ticket, ChargeEvaluation evaluation) {
            closed.addAll(evaluation.take(changed));
            decisions.answer(ticket, evaluation);
        }

        /** A system clock that is wrong must not refill quotas; one of the application's own is believed. */
        private Optional<String> openingObstacle(ChargeEvaluation evaluation, LedgerTables tables) {
            return settings.systemClock() && evaluation.opensWindow()
                    ? evaluation.openingObstacle(Instant.ofEpochMilli(tables.databaseMillis()))
                    : Optional.empty();
        }
    }

    /** Runs the transactions of a piece of work. */
    @FunctionalInterface
    interface Runners {

        TransactionRunner on(ConnectionAcquisition connection);
    }
}
