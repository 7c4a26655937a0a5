// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.ration.admin.QuotaAct;
import org.ration.admin.Signature;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountBook;
import org.ration.ledger.account.AdminChange;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.account.ChargeEvaluation;
import org.ration.ledger.account.ChargeId;
import org.ration.ledger.account.EndedHolds;
import org.ration.ledger.account.Receipt;
import org.ration.ledger.account.SettledLine;
import org.ration.ledger.batch.Ticket;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.ReceiptTables;
import org.ration.ledger.transaction.TransactionResult;

/** The decisions of a batch under locks, within one transaction. */
final class LockedBatch {

    private static final String OVERFLOW = "a counter would pass " + Long.MAX_VALUE + "; nothing has been charged";

    private static final String BEHIND =
            "this node's clock is behind: its history has windows that end later; nothing has"
                    + " been charged; set the clock";

    /** Digits of an id's digest that the audit shows; the id itself may be a secret. */
    private static final int SHOWN = 12;

    private final LedgerSettings settings;
    private final LedgerTables tables;
    private final ReceiptTables receipts;
    private final Decisions decisions;
    private final Set<String> notLocked;
    private final Instant now;
    private final AccountBook book;
    private final List<AuditEntry> audit = new ArrayList<>(0);

    /**
     * Accounts that were just locked.
     *
     * @param decisions takes what is decided
     * @param accounts those that are locked, by id
     * @param notLocked those that others have locked
     * @param alike whether waiting for others delays no unrelated request
     */
    LockedBatch(
            LedgerSettings settings,
            LedgerTables tables,
            Decisions decisions,
            Map<String, Account> accounts,
            Set<String> notLocked,
            boolean alike) {
        this.settings = settings;
        this.tables = tables;
        this.receipts = tables.receipts(alike);
        this.decisions = decisions;
        this.notLocked = notLocked;
        this.now = settings.now();
        this.book = new AccountBook(accounts, receipts, now, settings.rules());
    }

    /**
     * Decides the requests, in their order, and writes what has changed.
     *
     * @param read the receipts of their {@link #knownIds}, if they have been read since the accounts were locked
     */
    TransactionResult<Decisions> decide(List<Ticket<LedgerRequest, LedgerResult>> batch, Optional<List<Receipt>> read) {
        EndedHolds ended = receipts.endHolds(book, id -> settings.holdsEndedBy(now, () -> tables.databaseMillis(id)));
        book.know(read.filter(known -> ended.receipts().isEmpty()).orElseGet(() -> known(batch)));
        batch.stream().filter(this::isLocked).forEach(this::decide);
        decisions.underLocks();
        if (!decisions.missing().isEmpty() || book.isUnchanged()) {
            return TransactionResult.unchanged(decisions);
        }
        decisions.end(ended.holds());
        receipts.write(book);
        audit.forEach(tables::persist);
        return TransactionResult.changed(decisions);
    }

    private List<Receipt> known(List<Ticket<LedgerRequest, LedgerResult>> batch) {
        SortedSet<String> ids = knownIds(batch);
        return ids.isEmpty()
                ? List.of()
                : receipts.of(ids, batch.get(0).request().accounts()[0]);
    }

    private boolean isLocked(Ticket<LedgerRequest, LedgerResult> ticket) {
        return Collections.disjoint(notLocked, List.of(ticket.request().accounts()));
    }

    /** The ids of which something may be known; of those that Ration has just made, there is nothing. */
    static SortedSet<String> knownIds(List<Ticket<LedgerRequest, LedgerResult>> batch) {
        SortedSet<String> ids = new TreeSet<>();
        for (Ticket<LedgerRequest, LedgerResult> ticket : batch) {
            if (ticket.request() instanceof ChargeRequest charge) {
                charge.id().filter(id -> !id.fresh()).map(ChargeId::digest).ifPresent(ids::add);
            } else if (ticket.request() instanceof SettleRequest settle) {
                ids.add(settle.settlement().digest());
            }
        }
        return ids;
    }

    private void decide(Ticket<LedgerRequest, LedgerResult> ticket) {
        if (ticket.request() instanceof ChargeRequest charge) {
            Optional<ChargeId> known = charge.id().filter(book::knows);
            known.ifPresentOrElse(id -> replay(ticket, charge, id), () -> charge(ticket, charge));
        } else if (ticket.request() instanceof SettleRequest settle) {
            settle(ticket, settle);
        }
    }

    private void replay(Ticket<LedgerRequest, LedgerResult> ticket, ChargeRequest request, ChargeId id) {
        if (book.conflicts(id)) {
            decisions.conflict(ticket);
        } else {
            decisions.replay(ticket, request, book.replay(id, request.lines()), book.endOf(id));
        }
    }

    private void charge(Ticket<LedgerRequest, LedgerResult> ticket, ChargeRequest request) {
        ChargeEvaluation evaluation = book.evaluate(request.lines());
        if (evaluation.refused()) {
            decisions.answer(ticket, request, evaluation);
        } else if (evaluation.isMissing()) {
            decisions.addMissing(evaluation);
        } else if (evaluation.opensWhatIsOver()) {
            decisions.fail(ticket, BEHIND);
        } else if (evaluation.overflows()) {
            decisions.fail(ticket, OVERFLOW);
        } else {
            openingObstacle(evaluation, request)
                    .ifPresentOrElse(
                            obstacle -> decisions.fail(ticket, obstacle), () -> take(ticket, request, evaluation));
        }
    }

    private void take(Ticket<LedgerRequest, LedgerResult> ticket, ChargeRequest request, ChargeEvaluation evaluation) {
        book.take(evaluation, request.id());
        decisions.answer(ticket, request, evaluation);
    }

    /** A system clock that is wrong must not refill quotas; one of the application's own is believed. */
    private Optional<String> openingObstacle(ChargeEvaluation evaluation, ChargeRequest request) {
        return settings.systemClock() && evaluation.opensWindow()
                ? evaluation.openingObstacle(Instant.ofEpochMilli(tables.databaseMillis(request.accounts()[0])))
                : Optional.empty();
    }

    private void settle(Ticket<LedgerRequest, LedgerResult> ticket, SettleRequest request) {
        try {
            List<SettledLine> lines = book.settle(request.settlement());
            List<AuditEntry> entries = lines.stream()
                    .flatMap(line -> change(line).stream().map(change -> entry(request, line, change)))
                    .toList();
            audit.addAll(entries);
            decisions.settled(ticket, lines, now, entries);
        } catch (ArithmeticException overflow) {
            decisions.fail(ticket, OVERFLOW);
        }
    }

    private static Optional<AdminChange> change(SettledLine line) {
        if (line.isRefund()) {
            return Optional.of(new AdminChange(QuotaAct.REFUNDED, line.counted(), line.units()));
        }
        return line.isOverrun()
                ? Optional.of(new AdminChange(QuotaAct.OVERRUN, line.held() + line.counted(), line.units()))
                : Optional.empty();
    }

    private AuditEntry entry(SettleRequest request, SettledLine line, AdminChange change) {
        String start = request.settlement().digest().substring(0, SHOWN);
        Signature signature = new Signature("application", "settled: " + start);
        return AuditEntry.of(line.account(), change, signature, now);
    }
}
