// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ration.QuotaPolicy;
import org.ration.admin.AccountFilter;
import org.ration.admin.AccountSort;
import org.ration.admin.AccountState;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.batch.Deadline;

/**
 * The operators' queries, within one transaction. Lists consist of current scalars; a state is determined by
 * the rules of {@link org.ration.ledger.account.AccountView#is}, in a form that cannot overflow.
 */
public final class OperatorTables {

    private static final Columns<AuditEntry> ENTRIES = Columns.of(AuditEntry.class);

    private static final String AUDIT = "select " + ENTRIES.fields("e") + " from RationAudit e where ";

    private static final String FORGET =
            "update ration_audit set id = ?, account_id = null, key_id = null, quota_key = null,"
                    + " scope = null, period = null, account_version = null, reason = '' where id = ?";

    // From here to FORGOTTEN: rules of ledger.account in JPQL. OPEN is AccountWindow.isOpen, OVERRIDDEN is
    // AccountLimit.isOverridden, NEAR and EXHAUSTED are AccountView.is. OperatorsContract compares the lists with the
    // accounts in aStateIsTheSameInListsAndInAccounts.
    private static final String OPEN = "(a.lastWindow.resetAt > :now)";
    private static final String OVERRIDDEN =
            "(a.limit.override is not null and (a.limit.overrideUntil is null or a.limit.overrideUntil > :now))";

    // EclipseLink 4.0 mixes up the branches of a CASE within a CASE, and reads a - b + c as a - (b + c). The parser of
    // Hibernate 6.6 needs more time the deeper brackets are: a few more take minutes. Both are seen by
    // OperatorsCdiTest. Doubles cannot overflow where there is no limit, and are exact where there is one.
    private static final String NEAR =
            ofLimitInForce("a.used * 5.0 + a.holds.reserved * 5.0 >= LIMIT * 4.0 + a.limit.granted * 4.0");
    private static final String EXHAUSTED = ofLimitInForce("(a.used - a.limit.granted) >= (LIMIT - a.holds.reserved)");

    private static final String USED = "case when " + OPEN + " then a.used else 0 end";

    /**
     * Used and reserved units as a share of the limit, in thousandths; nothing is added to what has no limit. The page
     * shows the same as {@code share} of {@code words.js}. {@code OperatorsContract} asserts the order, in
     * {@code theFullestIsTheOneWithTheLeastRoomWhetherUsedOrReserved}.
     */
    private static final String SHARE = "case when a.lastWindow.resetAt is null or a.lastWindow.resetAt <= :now then 0"
            + " when " + OVERRIDDEN + " and a.limit.override = :unlimited then 0"
            + " when not " + OVERRIDDEN + " and a.limit.ofPolicy = :unlimited then 0"
            + " when a.used > :most or a.holds.reserved > :most then 1000000"
            + " when " + OVERRIDDEN + " and a.limit.override = 0 and a.limit.granted = 0 then 1000000"
            + " when not " + OVERRIDDEN + " and a.limit.ofPolicy = 0 and a.limit.granted = 0 then 1000000"
            + " when " + OVERRIDDEN
            + " then ((a.used + a.holds.reserved) * 1000) / (a.limit.override + a.limit.granted)"
            + " else ((a.used + a.holds.reserved) * 1000) / (a.limit.ofPolicy + a.limit.granted) end";

    private static final String RESETTABLE = "(" + OPEN + " and a.used > 0)";

    /**
     * The rule of {@link org.ration.ledger.account.AccountView#isIdleSince};
     * {@code RemovalsContract.aPurgeRemovesWhatIsIdleAndNothingElse} compares both.
     */
    private static final String IDLE =
            "(a.lastWindow.resetAt is null or a.lastWindow.resetAt < :since) and (a.lastWindow.resetAt is null or"
                    + " a.lastWindow.resetAt <= :now) and (a.holds.reserved = 0 or a.holds.heldUntil <="
                    + " :now) and not " + OVERRIDDEN;

    /**
     * Nothing is remembered that an idle account counts in; under its lock that cannot change while it is idle. The
     * rule of {@link org.ration.ledger.account.Receipt#isForgotten}, in
     * {@code HoldsContract.aPurgeLeavesWhatAnIdThatIsRememberedCountsIn}.
     */
    private static final String FORGOTTEN =
            "not exists (select 1 from RationReceipt r where r.accountId = a.id and r.forgetAt > :now)";

    private final AccountLook look;
    private final EntityManager store;
    private final Database database;
    private final Deadline deadline;
    private final AccountIds namespace;

    OperatorTables(AccountLook look, EntityManager store, Database database, Deadline deadline, AccountIds namespace) {
        this.look = look;
        this.store = store;
        this.database = database;
        this.deadline = deadline;
        this.namespace = namespace;
    }

    /** A condition on the effective limit, where there is one. */
    private static String ofLimitInForce(String condition) {
        return "(" + OPEN + " and ((" + OVERRIDDEN + " and " + finite("a.limit.override", condition) + ") or (not "
                + OVERRIDDEN + " and " + finite("a.limit.ofPolicy", condition) + ")))";
    }

    private static String finite(String limit, String condition) {
        return limit + " < :unlimited and " + condition.replace("LIMIT", limit);
    }

    /** One account, in its state at an instant. */
    public Optional<Account> account(String id, Instant now) {
        return look.at(new TreeSet<>(List.of(id)), now).values().stream()
                .filter(account -> account.namespace().equals(namespace.namespace()))
                .findFirst();
    }

    /** The ids of all accounts of a key, also of those that never counted a unit. */
    public SortedSet<String> ids(String key) {
        return QueryTimeout.bound(
                        store.createQuery(
                                "select a.id, a.key from RationAccount a where a.keyId = :keyId", Object[].class),
                        deadline)
                .setParameter("keyId", namespace.key(key))
                .getResultStream()
                .filter(row -> key.equals(row[1]))
                .map(row -> (String) row[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A page of accounts, in order. */
    public List<Account> find(
            AccountFilter filter, AccountSort sort, boolean descending, int offset, int most, Instant now) {
        String direction = descending ? " desc" : "";
        Where where = new Where(namespace, filter, now);
        String query = "select a.id, " + sorted(sort) + " as sorted from RationAccount a where " + where.text
                + " order by sorted" + direction + ", a.id" + direction;
        return inOrderOf(
                database.shards().several() ? idsBySql(query, where, offset, most) : ids(query, where, offset, most),
                now);
    }

    private List<String> ids(String query, Where where, int offset, int most) {
        return where.bind(QueryTimeout.bound(store.createQuery(query, Object[].class), deadline))
                .setFirstResult(offset)
                .setMaxResults(most)
                .getResultStream()
                .map(row -> (String) row[0])
                .toList();
    }

    /**
     * ShardingSphere-JDBC 5.5 merges what databases have sorted by its name, which EclipseLink 4.0 and Hibernate 6 do
     * not pass on: {@code OperatorsOnShardsCdiTest}.
     */
    private List<String> idsBySql(String query, Where where, int offset, int most) {
        NamedSql sql =
                NamedSql.of(AccountRows.COLUMNS.sql(query, "RationAccount a") + " limit :most_rows offset :skipped");
        Map<String, Object> values = new HashMap<>(where.values);
        values.put("most_rows", most);
        values.put("skipped", offset);
        return database.call(store, connection -> {
            try (PreparedStatement select = sql.prepare(connection, values)) {
                AccountRows.bound(select, deadline.secondsLeft());
                List<String> ids = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        ids.add(rows.getString(1));
                    }
                }
                return ids;
            }
        });
    }

    /** How many accounts match. */
    public long count(AccountFilter filter, IdRange range, Instant now) {
        return count(new Where(namespace, filter, now).and(range));
    }

    /** How many accounts match and have something used in an open window. */
    public long countResettable(AccountFilter filter, IdRange range, Instant now) {
        return count(new Where(namespace, filter, now).and(RESETTABLE).and(range));
    }

    /** The first ids of accounts that match and have something used in an open window. */
    public SortedSet<String> resettable(AccountFilter filter, IdRange range, int most, Instant now) {
        return idsOf(new Where(namespace, filter, now).and(RESETTABLE).and(range), most);
    }

    /** The id that is a number of accounts behind another, of whatever namespace; empty if there are not that many. */
    public Optional<String> nth(String behind, int number) {
        return QueryTimeout.bound(
                        store.createQuery(
                                "select a.id from RationAccount a where a.id > :behind order by a.id", String.class),
                        deadline)
                .setParameter("behind", behind)
                .setFirstResult(number - 1)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** How many accounts are idle, so that they may be purged. */
    public long countIdle(Instant since, IdRange range, Instant now) {
        return count(idle(since, now).and(FORGOTTEN).and(range));
    }

    /** The first ids of accounts that are idle. */
    public SortedSet<String> idle(Instant since, IdRange range, int most, Instant now) {
        return idsOf(idle(since, now).and(FORGOTTEN).and(range), most);
    }

    /** How many of some accounts are idle. */
    public long countIdle(Collection<Account> accounts, Instant since, Instant now) {
        return count(idle(since, now).and("a.id in :ids").with("ids", ids(accounts)));
    }

    /**
     * Removes accounts that are locked, each by its primary key: MariaDB 11.4 looks for many of them in all rows, and
     * would wait for those that others have locked ({@code LockedRowsTest}).
     */
    public void remove(Collection<Account> accounts) {
        database.run(store, connection -> AccountRows.remove(connection, accounts));
    }

    /** The receipts of a window that is given another start stay in it. */
    public void moveReceipts(String accountId, long from, long to) {
        QueryTimeout.bound(
                        store.createNativeQuery(
                                "update ration_receipt set window_start = ?1 where account_id = ?2 and window_start ="
                                        + " ?3"),
                        deadline)
                .setParameter(1, to)
                .setParameter(2, accountId)
                .setParameter(3, from)
                .executeUpdate();
    }

    /** The windows that are over. */
    public HistoryTable history() {
        return new HistoryTable(store, database, deadline, namespace);
    }

    /**
     * Takes out of the audit who an account was: also its entries' ids, which begin as the account's.
     *
     * @param wait whether to wait until the deadline for rows that others have locked; if not, that is a failure soon
     */
    public void forget(String key, boolean wait) {
        List<String> entries = QueryTimeout.bound(
                        store.createQuery(
                                "select e.id, e.key from RationAudit e where e.keyId = :keyId", Object[].class),
                        deadline)
                .setParameter("keyId", namespace.key(key))
                .getResultStream()
                .filter(row -> key.equals(row[1]))
                .map(row -> (String) row[0])
                .toList();
        if (database.shards().several()) {
            entries.forEach(this::replace);
            return;
        }
        BoundedWrites.run(
                store,
                database,
                deadline,
                wait,
                writes -> Rows.batch(writes, FORGET, OperatorTables::bindForget, entries));
    }

    /** What decides on which database a row is cannot be changed: another row takes its place there. */
    private void replace(String id) {
        AuditEntry entry = store.find(AuditEntry.class, id);
        store.persist(entry.forgotten(database.shards().randomBeside(id)));
        store.remove(entry);
    }

    private static void bindForget(PreparedStatement forget, String entry) throws SQLException {
        forget.setString(1, AccountIds.random());
        forget.setString(2, entry);
    }

    /** The last entries of an account, the latest first. */
    public List<AuditEntry> auditOf(String accountId, int most) {
        return entries(
                store.createQuery(
                                AUDIT + "e.accountId = :id order by e.actedAt desc, e.accountVersion desc",
                                Object[].class)
                        .setParameter("id", accountId),
                0,
                most);
    }

    /** Entries of all accounts, the latest first. */
    public List<AuditEntry> audit(int offset, int most) {
        return entries(
                store.createQuery(
                                AUDIT + "e.namespace = :namespace order by e.actedAt desc, e.accountVersion desc, e.id",
                                Object[].class)
                        .setParameter("namespace", namespace.namespace()),
                offset,
                most);
    }

    /** As scalars, past every cache: a unit may have a shared one, which other nodes do not clear. */
    private List<AuditEntry> entries(TypedQuery<Object[]> query, int offset, int most) {
        return QueryTimeout.bound(query, deadline)
                .setFirstResult(offset)
                .setMaxResults(most)
                .getResultStream()
                .map(ENTRIES::read)
                .toList();
    }

    public void add(AuditEntry entry) {
        store.persist(entry);
    }

    /** One that was purged in the meantime is left out. */
    private List<Account> inOrderOf(List<String> ids, Instant now) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, Account> accounts = look.at(new TreeSet<>(ids), now);
        return ids.stream().filter(accounts::containsKey).map(accounts::get).toList();
    }

    private long count(Where where) {
        return where.bind(QueryTimeout.bound(
                        store.createQuery("select count(a.id) from RationAccount a where " + where.text, Long.class),
                        deadline))
                .getSingleResult();
    }

    private SortedSet<String> idsOf(Where where, int most) {
        TypedQuery<String> query = store.createQuery(
                "select a.id from RationAccount a where " + where.text + " order by a.id", String.class);
        return new TreeSet<>(where.bind(QueryTimeout.bound(query, deadline))
                .setMaxResults(most)
                .getResultList());
    }

    private Where idle(Instant since, Instant now) {
        return new Where(namespace, now).and(IDLE).with("since", since.toEpochMilli());
    }

    private static List<String> ids(Collection<Account> accounts) {
        return AccountRows.padded(accounts.stream().map(Account::id).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String sorted(AccountSort sort) {
        return switch (sort) {
            case KEY -> "a.key";
            case USED -> USED;
            case SHARE -> SHARE;
            case RESET_AT -> "coalesce(a.lastWindow.resetAt, 0)";
            case UPDATED_AT -> "a.updatedAt";
        };
    }

    /** A condition, and the values of its parameters; those that it does not name are not bound. */
    private static final class Where {

        private final TreeMap<String, Object> values = new TreeMap<>();
        private String text = "a.namespace = :namespace";

        Where(AccountIds ids, Instant now) {
            values.put("namespace", ids.namespace());
            values.put("now", now.toEpochMilli());
            values.put("unlimited", QuotaPolicy.UNLIMITED);
            values.put("most", QuotaPolicy.MAX_UNITS);
        }

        Where(AccountIds ids, AccountFilter filter, Instant now) {
            this(ids, now);
            filter.key().ifPresent(part -> and("lower(a.key) like lower(:text) escape '!'")
                    .with("text", "%" + part.replaceAll("([!%_])", "!$1") + "%"));
            filter.scope().ifPresent(scope -> and("a.scope = :scope").with("scope", scope));
            filter.period().ifPresent(unit -> and("a.unit = :unit").with("unit", unit));
            filter.state().ifPresent(state -> and(condition(state)));
        }

        Where and(String condition) {
            text += " and " + condition;
            return this;
        }

        Where and(IdRange range) {
            range.upTo().ifPresent(last -> and("a.id <= :last").with("last", last));
            return and("a.id > :behind").with("behind", range.behind());
        }

        Where with(String name, Object value) {
            values.put(name, value);
            return this;
        }

        <Q extends Query> Q bind(Q query) {
            List<String> named = new ArrayList<>();
            query.getParameters().forEach(parameter -> named.add(parameter.getName()));
            named.forEach(name -> query.setParameter(name, values.get(name)));
            return query;
        }

        private static String condition(AccountState state) {
            return switch (state) {
                case NEAR -> NEAR;
                case EXHAUSTED -> EXHAUSTED;
                case OVERRIDDEN -> OVERRIDDEN;
            };
        }
    }
}
