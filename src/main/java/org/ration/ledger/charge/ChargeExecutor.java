// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaDecision;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.ChargeEvaluation;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.batch.BatchHandler;
import org.ration.ledger.batch.BatchWork;
import org.ration.ledger.batch.ConnectionAcquisition;
import org.ration.ledger.batch.Ticket;
import org.ration.ledger.sql.AccountInsert;
import org.ration.ledger.sql.Dialect;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.LockedAccounts;
import org.ration.ledger.transaction.SqlFailures;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;
import org.ration.log.LogLimiter;

/**
 * Carries requests out: each all or nothing, in the order given, several in one transaction.
 *
 * <p>Locks are avoided where possible: requests on accounts that have just refused one look first, and where the
 * database can count by one statement, that is tried. The accounts of all other requests are locked by one statement,
 * in the order of their ids; the requests are decided in memory by {@link Account}, and the accounts written at once.
 */
final class ChargeExecutor implements BatchHandler<LedgerRequest, LedgerResult> {

    /** Missing rows are inserted and then locked; only a purge could take them away in between. */
    private static final int MAX_ADDITIONS = 4;

    /** Until then, the rows that are added keep others waiting. */
    private static final Duration ADDING = Duration.ofMillis(100);

    private static final int MAX_LOOKS = 4;

    private static final int MAX_CLASHES = 4;

    private static final Logger LOG = System.getLogger("org.ration.ledger");

    private final LedgerSettings settings;
    private final Runners runners;
    private final Consumer<List<EndedHold>> ended;
    private final LogLimiter log = new LogLimiter();

    /**
     * An executor.
     *
     * @param ended is told of the holds that have come to their end, once that is durable, without a connection
     */
    ChargeExecutor(LedgerSettings settings, Runners runners, Consumer<List<EndedHold>> ended) {
        this.settings = settings;
        this.runners = runners;
        this.ended = ended;
    }

    @Override
    public void carryOut(BatchWork<LedgerRequest, LedgerResult> work) {
        new Execution(work).run();
    }

    /** The decision that {@link #carryOut} would take now. Charges nothing and locks nothing. */
    QuotaDecision check(TransactionRunner runner, ChargeRequest request) {
        SortedSet<String> ids = new TreeSet<>(List.of(request.accounts()));
        ChargeEvaluation evaluation = null;
        for (int attempts = 0; attempts < MAX_LOOKS; attempts++) {
            Instant before = settings.now();
            Map<String, Account> accounts = runner.read(tables -> tables.look(ids, before));
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
                            "another session has locked row {0} of ration_account, or is inserting it; charges on this"
                                    + " row wait for that session, other charges do not{1}",
                            id,
                            more == 0 ? "" : " (" + more + " more times since the last line)"));
        }
    }

    private static SortedSet<String> ids(List<Ticket<LedgerRequest, LedgerResult>> batch) {
        SortedSet<String> ids = new TreeSet<>();
        for (Ticket<LedgerRequest, LedgerResult> ticket : batch) {
            ids.addAll(List.of(ticket.request().accounts()));
        }
        return ids;
    }

    /** One batch on its way through its transactions. */
    private final class Execution {

        private final BatchWork<LedgerRequest, LedgerResult> work;
        private final TransactionRunner runner;
        private final Dialect dialect;
        private @Nullable Ticket<LedgerRequest, LedgerResult> leader;
        private @Nullable SingleStatementCharge atOnce;

        /** Accounts that others are adding, so that their charges have to wait apart from all others. */
        private final Set<String> notAdded = new TreeSet<>();

        private Execution(BatchWork<LedgerRequest, LedgerResult> work) {
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
                decisions = locked();
            }
        }

        /** Where another has just used an id for charges on other accounts, that can be seen once its row is there. */
        private Decisions locked() {
            for (int clashes = 0; ; clashes++) {
                try {
                    return publish(runner.change(this::lock));
                } catch (QuotaStoreException fault) {
                    if (clashes == MAX_CLASHES || !mayBeClash(fault)) {
                        throw fault;
                    }
                }
            }
        }

        private boolean isFinal(Decisions decisions) {
            return (decisions.locked() && decisions.missing().isEmpty())
                    || work.undone().isEmpty();
        }

        private boolean mayBeClash(QuotaStoreException fault) {
            return SqlFailures.constraintViolated(fault)
                    && work.undone().stream()
                            .anyMatch(ticket -> ticket.request() instanceof ChargeRequest charge
                                    && charge.id().isPresent());
        }

        private Decisions first() {
            try {
                return publish(runner.change(this::begin));
            } catch (QuotaStoreException fault) {
                if (mayBeClash(fault)) {
                    return noneYet();
                }
                if (atOnce == null || !fault.outcomeUnknown()) {
                    throw fault;
                }
                atOnce.failCounted(fault);
                return noneYet();
            }
        }

        /** Takes the cheapest way for the requests that the batch has by now. */
        private TransactionResult<Decisions> begin(LedgerTables tables) {
            List<Ticket<LedgerRequest, LedgerResult>> batch = work.undone();
            leader = batch.isEmpty() ? null : batch.get(0);
            if (SingleStatementCharge.suits(dialect, batch)) {
                atOnce = new SingleStatementCharge(batch, noneYet(), settings);
                return atOnce.charge(tables);
            }
            List<Ticket<LedgerRequest, LedgerResult>> lookers =
                    batch.stream().filter(Execution::looksFirst).toList();
            return lookers.isEmpty() ? lock(tables) : TransactionResult.unchanged(look(tables, lookers));
        }

        private static boolean looksFirst(Ticket<LedgerRequest, LedgerResult> ticket) {
            LedgerRequest request = ticket.request();
            return request.mayLook() && (ticket.mayBeFull() || !request.isMarked());
        }

        /**
         * Decides those that take nothing, without a lock; a full counter is an exact answer for its
         * instant.
         */
        private Decisions look(LedgerTables tables, List<Ticket<LedgerRequest, LedgerResult>> lookers) {
            Decisions decisions = noneYet();
            Instant before = settings.now();
            Map<String, Account> accounts = tables.look(ids(lookers), before);
            Instant now = settings.now();
            for (Ticket<LedgerRequest, LedgerResult> ticket : lookers) {
                ChargeRequest request = (ChargeRequest) ticket.request();
                ChargeEvaluation evaluation = new ChargeEvaluation(request.lines(), accounts, now, settings.rules());
                boolean takesNothing = evaluation.refused() || !request.isMarked();
                if (takesNothing && evaluation.holdsAt(before)) {
                    decisions.answer(ticket, request, evaluation);
                }
            }
            return decisions;
        }

        /**
         * Decides what is undone once the accounts are locked. Those that were given up before that are not: they may
         * have been asked again, answered, settled and forgotten. Those that are given up later are asked again behind
         * these locks.
         */
        private TransactionResult<Decisions> lock(LedgerTables tables) {
            List<Ticket<LedgerRequest, LedgerResult>> batch = work.undone();
            SortedSet<String> ids = ids(batch);
            LockedAccounts locked = tables.lockToCharge(ids, LockedBatch.knownIds(batch), work.alike());
            Map<String, Account> accounts = new HashMap<>(locked.accounts());
            lockAdded(tables, ids, accounts);
            Set<String> notLocked = new TreeSet<>(tables.notLocked(ids, accounts));
            notLocked.addAll(notAdded);
            notLocked.removeAll(accounts.keySet());
            tables.continueHistory(accounts.values(), settings.now());
            logLocked(notLocked);
            boolean asLocked = accounts.size() == locked.accounts().size();
            return new LockedBatch(settings, tables, noneYet(), accounts, notLocked, work.alike())
                    .decide(work.undone(), locked.receipts().filter(read -> asLocked));
        }

        /**
         * Locks what others have added since the statement that locks began, which has not seen it. Only where nothing
         * is locked yet it waits for them, since locks are waited for in the order of the ids. It looks at nothing
         * without a lock before: at REPEATABLE READ all that is read later would be as old as that look.
         */
        private void lockAdded(LedgerTables tables, SortedSet<String> ids, Map<String, Account> accounts) {
            SortedSet<String> others = new TreeSet<>(ids);
            others.removeAll(accounts.keySet());
            if (!others.isEmpty()) {
                accounts.putAll(tables.lockToCharge(others, work.alike() && accounts.isEmpty()));
            }
        }

        private void add(List<Account> missing, int additions) {
            if (additions == MAX_ADDITIONS) {
                throw QuotaStoreException.notCharged(
                        "another session deletes the rows of the charge as soon as they are inserted", null);
            }
            if (additions == 0 && (missing.size() > 1 || !work.alike())) {
                runner.tryToAdd(AccountInsert.of(missing), ADDING);
            } else if (work.alike()) {
                missing.forEach(account -> runner.addIfMissing(AccountInsert.of(account)));
            } else {
                addAtOnce(missing);
            }
        }

        /** By halves, so that few transactions find those that others keep. */
        private void addAtOnce(List<Account> missing) {
            if (runner.tryToAdd(AccountInsert.of(missing), Duration.ZERO)) {
                return;
            }
            if (missing.size() == 1) {
                notAdded.add(missing.get(0).id());
                return;
            }
            int half = missing.size() / 2;
            addAtOnce(missing.subList(0, half));
            addAtOnce(missing.subList(half, missing.size()));
        }

        private Decisions noneYet() {
            return new Decisions(leader, work.size());
        }

        private Decisions publish(Decisions durable) {
            durable.publish();
            if (!durable.ended().isEmpty()) {
                work.afterwards(() -> ended.accept(durable.ended()));
            }
            return durable;
        }
    }

    /** Runs the transactions of a piece of work. */
    @FunctionalInterface
    interface Runners {

        TransactionRunner on(ConnectionAcquisition connection);
    }
}
