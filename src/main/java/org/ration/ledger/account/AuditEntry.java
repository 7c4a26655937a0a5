// SPDX-License-Identifier: Apache-2.0
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
import org.jspecify.annotations.Nullable;
import org.ration.admin.AuditRecord;
import org.ration.admin.QuotaAct;
import org.ration.admin.Signature;

/**
 * Who did what, and why: one row for each act, written in the transaction of the act. It outlives the account.
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

    @Column(name = "namespace", length = 64, nullable = false)
    private String namespace;

    @Column(name = "acted_at", nullable = false)
    private long actedAt;

    @Column(name = "actor", length = 200, nullable = false)
    private String actor;

    @Enumerated(EnumType.STRING)
    @Column(name = "act", length = 20, nullable = false)
    private QuotaAct act;

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

    /** An act on one account. */
    public static AuditEntry of(Account account, AdminChange change, Signature signature, Instant now) {
        AuditEntry entry = of(AccountIds.audit(account.id()), account.namespace(), change, signature, now);
        entry.accountId = account.id();
        entry.keyId = account.keyId();
        entry.scope = account.scope();
        entry.unit = account.unit();
        entry.key = account.key();
        entry.accountVersion = account.adminVersion();
        return entry;
    }

    /**
     * An act on accounts that are not named.
     *
     * @param id random
     */
    public static AuditEntry of(String id, String namespace, AdminChange change, Signature signature, Instant now) {
        AuditEntry entry = new AuditEntry();
        entry.id = id;
        entry.namespace = namespace;
        entry.actedAt = now.toEpochMilli();
        entry.actor = signature.by();
        entry.act = change.act();
        entry.before = change.before();
        entry.after = change.after();
        entry.untilBefore = change.untilBefore();
        entry.untilAfter = change.untilAfter();
        entry.reason = signature.reason();
        return entry;
    }

    /** Itself under another id, without who the account was. */
    public AuditEntry forgotten(String otherId) {
        AuditEntry entry = new AuditEntry();
        entry.id = otherId;
        entry.namespace = namespace;
        entry.actedAt = actedAt;
        entry.actor = actor;
        entry.act = act;
        entry.before = before;
        entry.after = after;
        entry.untilBefore = untilBefore;
        entry.untilAfter = untilAfter;
        entry.reason = "";
        return entry;
    }

    /** The operators' view of it. */
    public AuditRecord view() {
        return AuditRecord.builder(id, Instant.ofEpochMilli(actedAt), actor, act, reason)
                .account(Optional.ofNullable(accountId).map(known -> new AuditRecord.Subject(known, key, scope, unit)))
                .before(number(before))
                .after(number(after))
                .untilBefore(instant(untilBefore))
                .untilAfter(instant(untilAfter))
                .build();
    }

    private static Optional<Instant> instant(@Nullable Long millis) {
        return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
    }

    private static OptionalLong number(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
