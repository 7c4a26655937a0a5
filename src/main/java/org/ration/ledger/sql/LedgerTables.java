// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.account.ClockMargin;
import org.ration.ledger.account.ClosedWindow;
import org.ration.ledger.account.Receipt;
import org.ration.ledger.account.Thresholds;
import org.ration.ledger.batch.Deadline;

/**
 * The tables, within one transaction. Accounts are never managed by the persistence provider: they are read as scalars,
 * past every cache, and what has changed is {@link #write written} by SQL.
 */
public final class LedgerTables {

    private static final String LOCK = "select a from RationAccount a where a.id in :ids order by a.id";

    private static final String LAST_ENDS = "select w.accountId, max(w.resetAt) from RationClosedWindow w"
            + " where w.accountId in :ids and w.resetAt <= :latest group by w.accountId";

    private static final String OWN_TABLE =
            "select TABLE_NAME from INFORMATION_SCHEMA.TABLES where lower(TABLE_NAME) = 'ration_meta'";

    /**
     * A list and not a set, which refuses duplicates: WildFly Preview 39 rewrites javax to jakarta in an application's
     * strings, so that two are the same. No application starts there otherwise: {@code WildFlyPreviewIT}.
     */
    private static final List<String> SCHEMA_GENERATION = List.of(
            "jakarta.persistence.schema-generation.database.action",
            "javax.persistence.schema-generation.database.action",
            "eclipselink.ddl-generation",
            "hibernate.hbm2ddl.auto");

    private static final Set<String> HARMLESS = Set.of("none", "validate", "");

    private final EntityManager store;
    private final Database database;
    private final Dialect dialect;
    private final Deadline deadline;
    private final AccountLook look;

    /** The tables of a database whose dialect has been detected. */
    public LedgerTables(EntityManager store, Database database, Deadline deadline) {
        this.store = store;
        this.database = database;
        this.dialect = database.dialect().orElseThrow();
        this.deadline = deadline;
        this.look = new AccountLook(store, database, deadline);
    }

    /**
     * Locks accounts in order to charge them, those of one database after those of another. They are not managed:
     * charged accounts must be {@link #write written}.
     *
     * @param wait whether to wait for rows that others have locked; where the database cannot do otherwise, it does
     * @return those that exist and are locked now, by id
     */
    public Map<String, Account> lockToCharge(SortedSet<String> ids, boolean wait) {
        return database.call(store, connection -> {
            Map<String, Account> locked = new HashMap<>();
            for (SortedSet<String> together : database.shards().split(ids)) {
                locked.putAll(dialect.lock(connection, together, wait, deadline));
            }
            return locked;
        });
    }

    /**
     * Locks accounts as {@link #lockToCharge(SortedSet, boolean)} does.
     *
     * @param charges the ids of charges whose receipts are wanted, too
     */
    public LockedAccounts lockToCharge(SortedSet<String> ids, SortedSet<String> charges, boolean wait) {
        return database.call(store, connection -> dialect.lock(connection, ids, charges, wait, deadline));
    }

    /**
     * Of accounts that were to be locked, those that exist and are not: others have locked them, or added them
     * meanwhile.
     */
    public Set<String> notLocked(SortedSet<String> ids, Map<String, Account> locked) {
        if (locked.size() == ids.size()) {
            return Set.of();
        }
        SortedSet<String> others = new TreeSet<>(ids);
        others.removeAll(locked.keySet());
        return look.asStored(others).keySet();
    }

    /**
     * Counts by one statement, where all of it fits.
     *
     * @return the accounts that were counted on, in their state before; not managed, and not to be written
     */
    public Map<String, Account> count(Collection<Total> totals, long now, Thresholds thresholds) {
        Dialect.SingleStatement statement = dialect.singleStatement().orElseThrow();
        return database.call(store, connection -> statement.count(connection, totals, now, thresholds, deadline));
    }

    /** Writes accounts that are locked and have changed, all at once. */
    public void write(Collection<Account> changed) {
        database.run(store, connection -> AccountRows.write(connection, changed));
    }

    /** Adds accounts without a window, in the order given, with bounded waits for others that add the same. */
    public void insert(Collection<Account> accounts) {
        boundLocks();
        write(writes -> AccountRows.insert(writes, accounts));
    }

    /** Adds an entry that a node compares at its start, with a bounded wait for others that add the same. */
    public void insertMeta(String name, String content) {
        boundLocks();
        QueryTimeout.bound(MetaEntry.insert(store, name, content), dialect.lockSeconds(deadline))
                .executeUpdate();
    }

    /** Changes such an entry; answers whether it exists. */
    public boolean updateMeta(String name, String content) {
        boundLocks();
        return QueryTimeout.bound(MetaEntry.update(store, name, content), dialect.lockSeconds(deadline))
                        .executeUpdate()
                > 0;
    }

    /** Entries that a node compares at its start, by name. */
    public Map<String, String> meta(Collection<String> names) {
        return store.createQuery("select m.name, m.content from RationMeta m where m.name in :names", Object[].class)
                .setParameter("names", names)
                .getResultStream()
                .collect(Collectors.toMap(row -> (String) row[0], row -> (String) row[1]));
    }

    /** Adds an entity. */
    public void persist(Object entity) {
        store.persist(entity);
    }

    private void write(BoundedWrites.Work work) {
        BoundedWrites.run(store, database, deadline, work);
    }

    private void boundLocks() {
        database.run(store, connection -> dialect.boundLocks(connection, deadline));
    }

    /** Accounts as they stand at an instant, by id, without a lock. */
    public Map<String, Account> look(SortedSet<String> ids, Instant now) {
        return look.at(ids, now);
    }

    /** The accounts of a key that were ever charged, as they stand at an instant, without a lock. */
    public Collection<Account> look(AccountIds namespace, String key, Instant now) {
        return look.at(namespace, key, now);
    }

    /** The receipts of charges with an id. */
    public ReceiptTables receipts() {
        return receipts(true);
    }

    /**
     * The receipts of charges with an id.
     *
     * @param wait whether to wait until the deadline for rows that others have locked; if not, that is a failure soon
     */
    public ReceiptTables receipts(boolean wait) {
        return new ReceiptTables(store, database, () -> wait ? deadline : Dialect.patience(deadline));
    }

    /**
     * Notes for accounts without a window where their history ends, since they may have been removed once. Windows that
     * a clock far ahead has left there do not count.
     */
    public void continueHistory(Collection<Account> accounts, Instant now) {
        SortedSet<String> ids = accounts.stream()
                .filter(Account::hasNoWindow)
                .map(Account::id)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!ids.isEmpty()) {
            Map<String, Long> ends = lastEnds(ids, Long.MAX_VALUE);
            if (ends.values().stream().anyMatch(end -> end > now.toEpochMilli())) {
                ends = lastEnds(
                        ids,
                        ClockMargin.latestEnd(Instant.ofEpochMilli(databaseMillis(ids.first())))
                                .toEpochMilli());
            }
            for (Account account : accounts) {
                Optional.ofNullable(ends.get(account.id())).ifPresent(account::continueAfter);
            }
        }
    }

    private Map<String, Long> lastEnds(SortedSet<String> ids, long latest) {
        return QueryTimeout.bound(store.createQuery(LAST_ENDS, Object[].class), deadline)
                .setParameter("ids", AccountRows.padded(ids))
                .setParameter("latest", latest)
                .getResultStream()
                .collect(Collectors.toMap(row -> (String) row[0], row -> (Long) row[1]));
    }

    /** Adds windows that are over. */
    public void add(Collection<ClosedWindow> windows) {
        write(writes -> ReceiptTables.WINDOWS.insert(windows).run(writes));
    }

    public Optional<String> meta(String name) {
        return unlocked("select m.content from RationMeta m where m.name = :name", String.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    /** The database's own time, in milliseconds since 1970; on shards that of the first. */
    public long databaseMillis() {
        return databaseMillis(database.shards().nobodyOn(0));
    }

    /** The time of the database that has an account, in milliseconds since 1970. */
    public long databaseMillis(String accountId) {
        return number(dialect.epochMillis(), accountId);
    }

    /**
     * The number of the database session of this transaction; on shards that of the first. A lock comes first, since
     * providers may read on another connection until they need the transaction's.
     */
    public long sessionId() {
        String nobody = database.shards().nobodyOn(0);
        lock(nobody);
        return number(dialect.sessionId(), nobody);
    }

    private void lock(String id) {
        boundLocks();
        QueryTimeout.bound(store.createQuery(LOCK, Account.class), dialect.lockSeconds(deadline))
                .setParameter("ids", List.of(id))
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /** The isolation of this transaction, in lower case; not to be asked for on shards. */
    public Optional<String> isolation() {
        return dialect.sharded()
                ? Optional.empty()
                : Optional.of(nativeQuery(dialect.isolation())
                        .getSingleResult()
                        .toString()
                        .toLowerCase(Locale.ROOT)
                        .replace('-', ' '));
    }

    /** Warnings for operators about the database's settings. */
    public List<String> warnings() {
        return database.call(store, dialect::warnings);
    }

    /** Settings of the database with which Ration does not work. */
    public List<String> obstacles() {
        return database.call(store, dialect::obstacles);
    }

    /** What operators should know of the database. */
    public List<String> notes() {
        return database.call(store, dialect::notes);
    }

    private long number(String query, String accountId) {
        Object answer = dialect.sharded()
                ? ((Object[]) nativeQuery(query).setParameter(1, accountId).getSingleResult())[1]
                : nativeQuery(query).getSingleResult();
        return ((Number) answer).longValue();
    }

    /** Whether a persistence unit has Ration's entities. */
    public static boolean mapped(EntityManager store) {
        return store.getMetamodel().getEntities().stream().anyMatch(entity -> entity.getJavaType() == Account.class);
    }

    /** Whether a table of Ration's is there, in whatever schema, or may be, on shards. Does not fail. */
    public boolean seemToExist() {
        return dialect.sharded() || !nativeQuery(OWN_TABLE).getResultList().isEmpty();
    }

    /**
     * Whether a row of {@code ration_meta} is there by SQL on the connection, as charges are written; fails without the
     * table.
     */
    public boolean metaBySql(String name) {
        return ((Number) nativeQuery("select count(*) from ration_meta where name = ?1")
                                .setParameter(1, name)
                                .getSingleResult())
                        .intValue()
                > 0;
    }

    /** Properties of the persistence unit that let the provider make or drop tables, with their values. */
    public List<String> schemaGeneration() {
        return store.getEntityManagerFactory().getProperties().entrySet().stream()
                .filter(property -> SCHEMA_GENERATION.contains(property.getKey())
                        && !HARMLESS.contains(String.valueOf(property.getValue())))
                .map(property -> property.getKey() + "=" + property.getValue())
                .sorted()
                .toList();
    }

    /** Whether a database answers, of several; fails if not. */
    public boolean answers(int shard) {
        return unlocked("select a.id from RationAccount a where a.id = :nobody", String.class)
                .setParameter("nobody", database.shards().nobodyOn(shard))
                .getResultList()
                .isEmpty();
    }

    /** Reads all columns of all tables, on shards of the first, and no row; fails if one is not there. */
    public int columns() {
        String nobody = "'" + database.shards().nobodyOn(0) + "'";
        return unlocked("select a from RationAccount a where a.id = " + nobody, Account.class)
                        .getResultList()
                        .size()
                + unlocked("select w from RationClosedWindow w where w.accountId = " + nobody, ClosedWindow.class)
                        .getResultList()
                        .size()
                + unlocked("select r from RationReceipt r where r.accountId = " + nobody, Receipt.class)
                        .getResultList()
                        .size()
                + unlocked("select m from RationMeta m where m.name = ''", MetaEntry.class)
                        .getResultList()
                        .size()
                + unlocked("select e from RationAudit e where e.id = " + nobody, AuditEntry.class)
                        .getResultList()
                        .size();
    }

    /** The queries of operators, for one namespace. */
    public OperatorTables ofOperators(AccountIds namespace) {
        return new OperatorTables(look, store, database, deadline, namespace);
    }

    /** The queries of retention, for one namespace. */
    public RetentionTables ofRetention(AccountIds namespace) {
        return new RetentionTables(store, database, deadline, namespace);
    }

    /** Runs one statement of a script. */
    public void execute(String statement) {
        store.createNativeQuery(statement).executeUpdate();
    }

    private <T> TypedQuery<T> unlocked(String query, Class<T> type) {
        return QueryTimeout.bound(store.createQuery(query, type), deadline);
    }

    private Query nativeQuery(String query) {
        return QueryTimeout.bound(store.createNativeQuery(query), deadline);
    }
}
