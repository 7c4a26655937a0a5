package org.ration.ledger.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.ExcludeSuperclassListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was done, by whom and why: one row for each act, written in the act's own transaction. It outlives the account.
 * Never changes, but for the erasure of a key.
 */
@Entity(name = "RationAudit")
@Table(name = "ration_audit")
@Access(AccessType.FIELD)
@Cacheable(false)
@ExcludeDefaultListeners
@ExcludeSuperclassListeners
public class AuditEntry {

    @Id
    @Column(name = "id", length = 36, nullable = false)
    private String id;

    @Column(name = "acted_at", nullable = false)
    private long actedAt;

    @Column(name = "actor", length = 200, nullable = false)
    private String actor;

    @Enumerated(EnumType.STRING)
    @Column(name = "act", length = 20, nullable = false)
    private AdminAction act;

    @Column(name = "account_id", length = 64)
    private @Nullable String accountId;

    @Column(name = "key_id", length = 64)
    private @Nullable String keyId;

    @Column(name = "scope", length = 64)
    private @Nullable String scope;

    @Column(name = "period", length = 16)
    private @Nullable String unit;

    @Column(name = "quota_key", length = 200)
    private @Nullable String key;

    @Column(name = "account_version")
    private @Nullable Long accountVersion;

    @Column(name = "value_before")
    private @Nullable Long before;

    @Column(name = "value_after")
    private @Nullable Long after;

    @Column(name = "until_before")
    private @Nullable Long untilBefore;

    @Column(name = "until_after")
    private @Nullable Long untilAfter;

    @Column(name = "reason", length = 400, nullable = false)
    private String reason;

    /** For the persistence provider. */
    protected AuditEntry() {}

    /** What was done to one account. */
    public static AuditEntry of(Account account, AdminChange change, Actor signed, Instant now) {
        AuditEntry entry = of(change, signed, now);
        entry.accountId = account.id();
        entry.keyId = account.keyId();
        entry.scope = account.scope();
        entry.unit = account.unit();
        entry.key = account.key();
        entry.accountVersion = account.adminVersion();
        return entry;
    }

    /** What was done to accounts that are not named. */
    public static AuditEntry of(AdminChange change, Actor signed, Instant now) {
        AuditEntry entry = new AuditEntry();
        entry.id = UUID.randomUUID().toString();
        entry.actedAt = now.toEpochMilli();
        entry.actor = signed.by();
        entry.act = change.act();
        entry.before = change.before();
        entry.after = change.after();
        entry.untilBefore = change.untilBefore();
        entry.untilAfter = change.untilAfter();
        entry.reason = signed.reason();
        return entry;
    }

    /**
     * The id.
     *
     * @return a random one
     */
    public String id() {
        return id;
    }

    /**
     * When.
     *
     * @return the time
     */
    public Instant at() {
        return Instant.ofEpochMilli(actedAt);
    }

    /**
     * Who.
     *
     * @return a name
     */
    public String by() {
        return actor;
    }

    /**
     * What.
     *
     * @return the act
     */
    public AdminAction act() {
        return act;
    }

    /**
     * The account.
     *
     * @return its id; empty if the act was on no single account, or the key has been erased
     */
    public Optional<String> accountId() {
        return Optional.ofNullable(accountId);
    }

    /**
     * The account's key.
     *
     * @return null where there is no account
     */
    public @Nullable String key() {
        return key;
    }

    /**
     * The account's scope.
     *
     * @return null where there is no account
     */
    public @Nullable String scope() {
        return scope;
    }

    /**
     * The unit of the account's period.
     *
     * @return null where there is no account
     */
    public @Nullable String unit() {
        return unit;
    }

    /**
     * The name of the account's policy.
     *
     * @return empty where there is no account
     */
    public Optional<String> policyName() {
        return Optional.ofNullable(unit).map(known -> scope.isEmpty() ? known : scope + "-" + known);
    }

    /**
     * What was, before.
     *
     * @return units, or accounts
     */
    public OptionalLong before() {
        return number(before);
    }

    /**
     * What was, after.
     *
     * @return units, or accounts
     */
    public OptionalLong after() {
        return number(after);
    }

    /**
     * The end of the override before.
     *
     * @return empty for none
     */
    public Optional<Instant> untilBefore() {
        return Optional.ofNullable(untilBefore).map(Instant::ofEpochMilli);
    }

    /**
     * The end of the override after.
     *
     * @return empty for none
     */
    public Optional<Instant> untilAfter() {
        return Optional.ofNullable(untilAfter).map(Instant::ofEpochMilli);
    }

    /**
     * Why.
     *
     * @return empty if none was given, or the key has been erased
     */
    public String reason() {
        return reason;
    }

    private static OptionalLong number(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
