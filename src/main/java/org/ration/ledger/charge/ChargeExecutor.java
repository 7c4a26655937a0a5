package org.ration.ledger.charge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ration.QuotaDecision;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.ChargeEvaluation;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.account.ClosedWindow;
import org.ration.ledger.batch.Deadline;
import org.ration.ledger.batch.GroupCommit;
import org.ration.ledger.sql.AccountInsert;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;

/**
 * Carries requests out: each all or nothing, in the order given, several in one transaction.
 *
 * <p>What can do without, locks nothing: requests on accounts that refused just now look first, and where the database can
 * count by one statement, that is tried. All the rest has its accounts locked by one statement, in the order of their ids,
 * is decided in memory by {@link Account}, and written at once.
 */
final class ChargeExecutor implements GroupCommit.Work<ChargeRequest> {

    /** Missing rows are inserted and then locked; only a purge could take them away in between. */
    private static final int MOST_ATTEMPTS = 4;

    private static final Duration MOST_AHEAD = Duration.ofHours(1);

    private final LedgerSettings settings;
    private final Turns turns;

    ChargeExecutor(LedgerSettings settings, Turns turns) {
        this.settings = settings;
        this.turns = turns;
    }

    @Override
    public void carryOut(List<ChargeRequest> batch, boolean alike, Deadline deadline) {
        batch.get(0).leads(batch.size());
        TransactionRunner turn = turns.until(deadline);
        List<ChargeRequest> left = SingleStatementCharge.suits(turn.dialect(), batch)
                ? chargedAtOnce(turn, batch)
                : withoutRefused(turn, batch);
        if (!left.isEmpty()) {
            charge(turn, left, alike);
        }
    }

    /** What {@link #carryOut} would decide now. Charges nothing and locks nothing. */
    QuotaDecision check(TransactionRunner turn, ChargeRequest request) {
        ChargeEvaluation decision = null;
        for (int attempts = 0; attempts < MOST_ATTEMPTS; attempts++) {
            Instant before = settings.now();
            Map<String, Account> accounts = turn.read(tables -> tables.look(ids(List.of(request))));
            decision = new ChargeEvaluation(request.lines(), accounts, settings.now());
            if (decision.holdsAt(before)) {
                break;
            }
        }
        return decision.answer();
    }

    private List<ChargeRequest> chargedAtOnce(TransactionRunner turn, List<ChargeRequest> batch) {
        new SingleStatementCharge(batch, settings::now).charge(turn);
        return undone(batch);
    }

    /** Answers those that are refused by accounts as they stand; a full counter is an exact answer for its instant. */
    private List<ChargeRequest> withoutRefused(TransactionRunner turn, List<ChargeRequest> batch) {
        List<ChargeRequest> wary =
                batch.stream().filter(ChargeRequest::mayBeFull).toList();
        if (wary.isEmpty()) {
            return batch;
        }
        Instant before = settings.now();
        Map<String, Account> accounts = turn.read(tables -> tables.look(ids(wary)));
        Instant now = settings.now();
        for (ChargeRequest request : wary) {
            ChargeEvaluation decision = new ChargeEvaluation(request.lines(), accounts, now);
            if (decision.refused() && decision.holdsAt(before)) {
                request.decided(decision.answer());
            }
        }
        return undone(batch);
    }

    private static List<ChargeRequest> undone(List<ChargeRequest> batch) {
        return batch.stream().filter(request -> !request.isDone()).toList();
    }

    private void charge(TransactionRunner turn, List<ChargeRequest> batch, boolean alike) {
        for (int attempts = 0; attempts < MOST_ATTEMPTS; attempts++) {
            Attempt attempt = turn.change(tables -> attempt(tables, batch, alike));
            if (attempt.missing.isEmpty()) {
                attempt.publish();
                return;
            }
            if (attempts == 0 && attempt.missing.size() > 1) {
                turn.tryToAdd(AccountInsert.of(attempt.missing.values()));
            } else {
                attempt.missing.values().forEach(account -> turn.addIfMissing(AccountInsert.of(account)));
            }
        }
        throw QuotaStoreException.notCharged("rows of the charge vanish as soon as they are inserted", null);
    }

    private TransactionResult<Attempt> attempt(LedgerTables tables, List<ChargeRequest> batch, boolean alike) {
        SortedSet<String> ids = ids(batch);
        Map<String, Account> accounts = tables.lockToCharge(ids, alike);
        Attempt attempt = new Attempt(tables, accounts, tables.notLocked(ids, accounts), settings.now());
        batch.forEach(attempt::decide);
        if (!attempt.missing.isEmpty() || attempt.changed.isEmpty()) {
            return TransactionResult.unchanged(attempt);
        }
        tables.write(attempt.changed.values());
        attempt.closed.forEach(tables::add);
        return TransactionResult.changed(attempt);
    }

    private static SortedSet<String> ids(Collection<ChargeRequest> requests) {
        SortedSet<String> ids = new TreeSet<>();
        for (ChargeRequest request : requests) {
            request.lines().forEach(line -> ids.add(line.accountId()));
        }
        return ids;
    }

    /** One run of a batch's transaction: what was decided in it counts once it is committed. */
    private final class Attempt {

        private final LedgerTables tables;
        private final Map<String, Account> accounts;
        private final Set<String> notLocked;
        private final Instant now;
        private final List<Runnable> answers = new ArrayList<>();
        private final Map<String, Account> changed = new TreeMap<>();
        private final Map<String, Account> missing = new TreeMap<>();
        private final List<ClosedWindow> closed = new ArrayList<>();

        private Attempt(LedgerTables tables, Map<String, Account> accounts, Set<String> notLocked, Instant now) {
            this.tables = tables;
            this.accounts = accounts;
            this.notLocked = notLocked;
            this.now = now;
        }

        private void decide(ChargeRequest request) {
            if (!notLocked.isEmpty()
                    && request.lines().stream().map(ChargeLine::accountId).anyMatch(notLocked::contains)) {
                return;
            }
            ChargeEvaluation decision = new ChargeEvaluation(request.lines(), accounts, now);
            if (decision.refused()) {
                answer(request, decision);
            } else if (decision.isMissing()) {
                decision.addMissing(missing);
            } else if (decision.overflows()) {
                fail(request, "a counter would pass " + Long.MAX_VALUE + "; nothing has been charged");
            } else if (opensFarAhead(decision)) {
                fail(request, clockAhead(decision.lastOpening().orElseThrow()));
            } else {
                closed.addAll(decision.take(changed));
                answer(request, decision);
            }
        }

        private void answer(ChargeRequest request, ChargeEvaluation decision) {
            QuotaDecision answer = decision.answer();
            answers.add(() -> request.decided(answer, decision.crossings()));
        }

        private void fail(ChargeRequest request, String why) {
            answers.add(() -> request.fail(QuotaStoreException.notCharged(why, null)));
        }

        private void publish() {
            answers.forEach(Runnable::run);
        }

        /** A system clock that runs ahead must not refill quotas; one of the application's own is believed. */
        private boolean opensFarAhead(ChargeEvaluation decision) {
            return settings.systemClock()
                    && decision.lastOpening()
                            .filter(start -> start.isAfter(Instant.ofEpochMilli(tables.databaseMillis())
                                    .plus(MOST_AHEAD)))
                            .isPresent();
        }

        private static String clockAhead(Instant start) {
            return "this node's clock is ahead: it would open a window that begins at " + start
                    + ", more than an hour after the database's own time; set the clock";
        }
    }

    /** Opens turns at the database. */
    @FunctionalInterface
    interface Turns {

        TransactionRunner until(Deadline deadline);
    }
}
