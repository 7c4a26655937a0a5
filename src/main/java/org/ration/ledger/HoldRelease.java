// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ration.admin.AccountRef;
import org.ration.admin.QuotaAccount;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.QuotaActRefusedException.Refusal;
import org.ration.admin.Signature;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountBook;
import org.ration.ledger.account.AccountView;
import org.ration.ledger.account.Adjustment;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.account.EndedHolds;
import org.ration.ledger.account.SettledLine;
import org.ration.ledger.account.Settlement;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.SettleResult;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.transaction.TransactionResult;

/** Releases a hold on one account by hand: of whatever window, as long as it is open. */
final class HoldRelease {

    private final DatabaseGate gate;
    private final LedgerSettings settings;
    private final LedgerListener listener;

    HoldRelease(DatabaseGate gate, LedgerSettings settings, LedgerListener listener) {
        this.gate = gate;
        this.settings = settings;
        this.listener = listener;
    }

    /** What {@link org.ration.admin.QuotaAdministration#releaseHold} promises. */
    QuotaAccount release(AccountRef account, String hold, Signature signature) {
        Released released =
                gate.accessIsolated(runner -> runner.change(tables -> attempt(tables, account, hold, signature)));
        if (released.refused != null) {
            throw new QuotaActRefusedException(released.refused);
        }
        listener.ended(released.ended);
        released.settled.ifPresent(listener::settled);
        released.entry.map(AuditEntry::view).ifPresent(listener::adjusted);
        return new AccountView(released.account, settings.now()).show();
    }

    private TransactionResult<Released> attempt(LedgerTables tables, AccountRef ref, String hold, Signature signature) {
        try {
            return release(tables, ActsOnAccounts.found(locked(tables, ref), ref), hold, signature);
        } catch (QuotaActRefusedException refused) {
            return TransactionResult.unchanged(
                    new Released(null, List.of(), Optional.empty(), Optional.empty(), refused.refusal()));
        }
    }

    private Optional<Account> locked(LedgerTables tables, AccountRef ref) {
        return Optional.ofNullable(tables.lockToCharge(new TreeSet<>(List.of(ref.id())), true)
                        .get(ref.id()))
                .filter(known -> known.namespace().equals(settings.namespace()));
    }

    private TransactionResult<Released> release(
            LedgerTables tables, Account account, String hold, Signature signature) {
        Instant now = settings.now();
        AccountBook book = new AccountBook(Map.of(account.id(), account), tables.receipts(), now, settings.rules());
        EndedHolds ended =
                tables.receipts().endHolds(book, id -> settings.holdsEndedBy(now, () -> tables.databaseMillis(id)));
        book.know(tables.receipts().of(new TreeSet<>(List.of(hold)), account.id()).stream()
                .filter(receipt -> receipt.accountId().equals(account.id()) && receipt.isHeld())
                .toList());
        List<SettledLine> lines = book.settle(Settlement.released(hold));
        Optional<AuditEntry> entry = lines.stream()
                .findFirst()
                .map(line -> new Adjustment(account, now).released(line.held()))
                .map(change -> AuditEntry.of(account, change, signature, now));
        tables.receipts().write(book);
        entry.ifPresent(tables.ofOperators(settings.ids())::add);
        SettleResult settled = new SettleResult(lines, now, List.of(), 0);
        return new TransactionResult<>(
                new Released(account, ended.holds(), entry, Optional.of(settled), null), !book.isUnchanged());
    }

    /** The result: the account, with an entry if the hold was open, or a refusal. */
    private record Released(
            @Nullable Account account,
            List<EndedHold> ended,
            Optional<AuditEntry> entry,
            Optional<SettleResult> settled,
            @Nullable Refusal refused) {}
}
