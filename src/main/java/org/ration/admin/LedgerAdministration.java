package org.ration.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.ration.QuotaPolicy;
import org.ration.ledger.Ledger;
import org.ration.ledger.OperatorLedger;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountQuery;
import org.ration.ledger.account.Actor;
import org.ration.ledger.account.AdminActionRefused;
import org.ration.ledger.account.Standing;

/** The administration on the application's ledger. */
@ApplicationScoped
class LedgerAdministration implements QuotaAdministration {

    /** Of windows and entries that are shown with an account. */
    private static final int MOST_PAST = 100;

    private final Ledger ledger;

    /** For the client proxy. */
    protected LedgerAdministration() {
        this(null);
    }

    @Inject
    LedgerAdministration(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public AccountPage find(AccountFilter filter, AccountSort sort, boolean descending, int page, int size) {
        AccountQuery.Sorting sorting = AccountQuery.Sorting.valueOf(sort.name());
        List<Account> found = operators().find(query(filter), sorting, descending, offset(page, size), size + 1);
        Instant now = now();
        return new AccountPage(
                found.stream()
                        .limit(size)
                        .map(account -> QuotaAccount.of(account, now))
                        .toList(),
                found.size() > size);
    }

    @Override
    public AccountCount count(AccountFilter filter) {
        AccountQuery query = query(filter);
        return new AccountCount(operators().count(query), operators().countResettable(query));
    }

    @Override
    public Optional<AccountHistory> account(String id) {
        Objects.requireNonNull(id, "id");
        return operators().account(id).map(this::withHistory);
    }

    @Override
    public AuditPage audit(int page, int size) {
        List<AuditRecord> found = operators().audit(offset(page, size), size + 1).stream()
                .map(AuditRecord::of)
                .toList();
        return new AuditPage(found.stream().limit(size).toList(), found.size() > size);
    }

    @Override
    public QuotaAccount prepare(String key, QuotaPolicy policy, Signature signature) {
        return act(() -> operators().prepare(key, policy, signed(signature)));
    }

    @Override
    public QuotaAccount overrideLimit(AccountRef account, long limit, Optional<Instant> until, Signature signature) {
        return act(() -> operators().override(target(account), limit, until, signed(signature)));
    }

    @Override
    public QuotaAccount clearOverride(AccountRef account, Signature signature) {
        return act(() -> operators().clearOverride(target(account), signed(signature)));
    }

    @Override
    public QuotaAccount grant(AccountRef account, long units, Signature signature) {
        return act(() -> operators().grant(target(account), units, signed(signature)));
    }

    @Override
    public QuotaAccount correct(AccountRef account, long units, Signature signature) {
        return act(() -> operators().correct(target(account), units, signed(signature)));
    }

    @Override
    public QuotaAccount reset(AccountRef account, Signature signature) {
        return act(() -> operators().reset(target(account), signed(signature)));
    }

    @Override
    public long resetAll(AccountFilter filter, long atMost, Signature signature) {
        if (atMost < 0) {
            throw new IllegalArgumentException("atMost is " + atMost + "; use 0 or more");
        }
        return translated(() -> operators().resetAll(query(filter), atMost, signed(signature)));
    }

    @Override
    public long erase(String key, Signature signature) {
        return operators().erase(key, signed(signature));
    }

    @Override
    public long countPurge(Instant idleSince) {
        return operators().countIdle(idleSince);
    }

    @Override
    public long purge(Instant idleSince, Signature signature) {
        return operators().purge(idleSince, signed(signature));
    }

    @Override
    public Instant now() {
        return ledger.now();
    }

    private OperatorLedger operators() {
        return ledger.operators();
    }

    private AccountHistory withHistory(Account account) {
        Instant now = now();
        List<PastWindow> windows = new ArrayList<>();
        account.endedWindow(now).map(PastWindow::of).ifPresent(windows::add);
        operators().windows(account.id(), MOST_PAST - windows.size()).stream()
                .map(PastWindow::of)
                .forEach(windows::add);
        List<AuditRecord> audit = operators().auditOf(account.id(), MOST_PAST).stream()
                .map(AuditRecord::of)
                .toList();
        return new AccountHistory(QuotaAccount.of(account, now), windows, audit);
    }

    private QuotaAccount act(Supplier<Account> act) {
        return QuotaAccount.of(translated(act), now());
    }

    private static <T> T translated(Supplier<T> act) {
        try {
            return act.get();
        } catch (AdminActionRefused refused) {
            throw new QuotaActRefusedException(
                    QuotaActRefusedException.Refusal.valueOf(refused.reason().name()), refused);
        }
    }

    private static OperatorLedger.Target target(AccountRef account) {
        return new OperatorLedger.Target(account.id(), account.version());
    }

    private static Actor signed(Signature signature) {
        return new Actor(signature.by(), signature.reason());
    }

    private static AccountQuery query(AccountFilter filter) {
        return new AccountQuery(
                filter.key(),
                filter.scope(),
                filter.period(),
                filter.state().map(state -> Standing.valueOf(state.name())));
    }

    private static int offset(int page, int size) {
        if (page < 0 || size < 1 || size > MAX_PAGE_SIZE) {
            throw new IllegalArgumentException(
                    "page is " + page + " and size " + size + "; use 0 or more, and 1 to " + MAX_PAGE_SIZE);
        }
        if ((long) page * size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("page is " + page + ", which is too far behind");
        }
        return page * size;
    }
}
