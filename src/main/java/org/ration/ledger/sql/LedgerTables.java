package org.ration.ledger.sql;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.account.ClosedWindow;
import org.ration.ledger.batch.Deadline;

/**
 * The tables, within one transaction. An account is managed only once it is locked; what is merely looked at is read as
 * scalars, past every cache.
 */
public final class LedgerTables {

    private static final String LOCK = "select a from RationAccount a where a.id in :ids order by a.id";

    private static final String LOOK =
            "select new org.ration.ledger.account.Account(a.id, a.scope, a.unit, a.key, a.zone, a.anchor,"
                    + " a.used, a.reserved, a.granted, a.limit, a.limitOverride, a.overrideUntil, a.thresholdMark, a.periodStart, a.resetAt)"
                    + " from RationAccount a where ";

    private final EntityManager store;
    private final Dialect dialect;
    private final Deadline deadline;

    public LedgerTables(EntityManager store, Dialect dialect, Deadline deadline) {
        this.store = store;
        this.dialect = dialect;
        this.deadline = deadline;
    }

    /**
     * Locks accounts in the order of their ids, all by one statement.
     *
     * @return those that exist, by id
     */
    public Map<String, Account> lock(SortedSet<String> ids) {
        dialect.boundLocks(store, deadline);
        return byId(dialect.boundLocks(store.createQuery(LOCK, Account.class), deadline)
                .setParameter("ids", padded(ids))
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList());
    }

    /**
     * Locks accounts in order to charge them. They are not managed: what is charged is to be {@link #write written}.
     *
     * @param wait whether to wait for rows that others have locked; where the database cannot do otherwise, it does
     * @return those that exist and are locked now, by id
     */
    public Map<String, Account> lockToCharge(SortedSet<String> ids, boolean wait) {
        Optional<AccountRows> rows = dialect.countsAtOnce() ? AccountRows.of(store) : Optional.empty();
        if (rows.isPresent()) {
            return rows.get().lock(ids, wait, deadline);
        }
        Map<String, Account> locked = lock(ids);
        locked.values().forEach(store::detach);
        return locked;
    }

    /** Of accounts that were to be locked, those that exist and are not: others have locked them, or added them meanwhile. */
    public Set<String> notLocked(SortedSet<String> ids, Map<String, Account> locked) {
        if (locked.size() == ids.size()) {
            return Set.of();
        }
        SortedSet<String> others = new TreeSet<>(ids);
        others.removeAll(locked.keySet());
        return look(others).keySet();
    }

    /**
     * Counts by one statement, where all of it fits.
     *
     * @return the accounts that were counted on, as they stood before; not managed, and not to be written
     */
    public Map<String, Account> count(Collection<AccountRows.Total> totals, long now) {
        return AccountRows.of(store)
                .map(rows -> rows.count(totals, now, deadline))
                .orElse(Map.of());
    }

    /** How long the driver waits for an answer, in milliseconds; 0 for ever, empty if it does not tell. */
    public Optional<Integer> networkTimeout() {
        return AccountRows.of(store).flatMap(AccountRows::networkTimeout);
    }

    /** Writes what charges have changed, all at once. */
    public void write(Collection<Account> changed) {
        AccountRows.of(store).ifPresentOrElse(rows -> rows.write(changed), () -> changed.forEach(store::merge));
    }

    /** Accounts as they stand, by id, without a lock. */
    public Map<String, Account> look(SortedSet<String> ids) {
        return byId(unlocked(LOOK + "a.id in :ids", Account.class)
                .setParameter("ids", padded(ids))
                .getResultList());
    }

    /** The accounts of a key that were ever charged, as they stand, without a lock. */
    public List<Account> look(String key) {
        return store.createQuery(LOOK + "a.keyId = :keyId and a.periodStart is not null", Account.class)
                .setParameter("keyId", AccountIds.ofKey(key))
                .getResultStream()
                .filter(account -> account.key().equals(key))
                .toList();
    }

    public void add(ClosedWindow window) {
        store.persist(window);
    }

    public Optional<String> meta(String name) {
        return store.createQuery("select m.content from RationMeta m where m.name = :name", String.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    /** The database's own time, in milliseconds since 1970. */
    public long databaseMillis() {
        return dialect.epochMillis(store);
    }

    /** The number of the database session of this transaction. */
    public long sessionId() {
        return dialect.sessionId(store);
    }

    /** The isolation of this transaction, in lower case. */
    public String isolation() {
        return dialect.isolation(store);
    }

    /** Whether a persistence unit has Ration's entities. */
    public static boolean mapped(EntityManager store) {
        return store.getMetamodel().getEntities().stream().anyMatch(entity -> entity.getJavaType() == Account.class);
    }

    /** Whether a table of Ration's is there, in whatever schema. Does not fail. */
    public boolean seemToExist() {
        return !store.createNativeQuery(
                        "select table_name from information_schema.tables" + " where lower(table_name) = 'ration_meta'")
                .getResultList()
                .isEmpty();
    }

    /** Reads all columns of all tables, and no row; fails if one is not there. */
    public int columns() {
        return unlocked("select a from RationAccount a where a.id = ''", Account.class)
                        .getResultList()
                        .size()
                + unlocked("select w from RationClosedWindow w where w.accountId = ''", ClosedWindow.class)
                        .getResultList()
                        .size()
                + unlocked("select m from RationMeta m where m.name = ''", MetaEntry.class)
                        .getResultList()
                        .size()
                + unlocked("select e from RationAudit e where e.id = ''", AuditEntry.class)
                        .getResultList()
                        .size();
    }

    /** What only operators need. */
    public OperatorTables ofOperators() {
        return new OperatorTables(store, deadline);
    }

    /** Runs one statement of a script. */
    public void execute(String statement) {
        store.createNativeQuery(statement).executeUpdate();
    }

    private <T> TypedQuery<T> unlocked(String query, Class<T> type) {
        return QueryTimeout.bound(store.createQuery(query, type), deadline);
    }

    /** Repeats the last id up to a power of two, so that there are few different statements for databases to prepare. */
    static List<String> padded(SortedSet<String> ids) {
        List<String> padded = new ArrayList<>(ids);
        while (Integer.bitCount(padded.size()) != 1) {
            padded.add(ids.last());
        }
        return padded;
    }

    private static Map<String, Account> byId(Collection<Account> accounts) {
        return accounts.stream()
                .collect(Collectors.toMap(Account::id, account -> account, (one, same) -> one, TreeMap::new));
    }
}
