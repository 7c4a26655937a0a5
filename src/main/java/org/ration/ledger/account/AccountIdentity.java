// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import org.ration.QuotaCharge;
import org.ration.QuotaPolicy;

/** The subject of an account: what it counts. This never changes. */
@MappedSuperclass
@Access(AccessType.FIELD)
public abstract class AccountIdentity {

    @Id
    @Column(name = "id", length = 64, nullable = false, updatable = false)
    private String id;

    @Column(name = "key_id", length = 64, nullable = false, updatable = false)
    private String keyId;

    @Column(name = "namespace", length = 64, nullable = false, updatable = false)
    private String namespace;

    @Column(name = "scope", length = 64, nullable = false, updatable = false)
    private String scope;

    @Column(name = "period", length = 16, nullable = false, updatable = false)
    private String unit;

    @Column(name = "quota_key", length = QuotaCharge.MAX_KEY_LENGTH, nullable = false, updatable = false)
    private String key;

    /** For the persistence provider. */
    protected AccountIdentity() {}

    /** The counter of a key under a policy. */
    AccountIdentity(AccountIds ids, String key, QuotaPolicy policy) {
        this.id = ids.account(key, policy);
        this.keyId = ids.key(key);
        this.namespace = ids.namespace();
        this.scope = policy.scope();
        this.unit = policy.period().unit();
        this.key = key;
    }

    /**
     * The id.
     *
     * @return lower-case hex SHA-256 of what identifies the account
     */
    public String id() {
        return id;
    }

    public String key() {
        return key;
    }

    public String keyId() {
        return keyId;
    }

    /** The namespace of its applications. */
    public String namespace() {
        return namespace;
    }

    /** The name of its policy, as {@link QuotaPolicy#name} has it; also where its zone is not known here. */
    String policyName() {
        return scope.isEmpty() ? unit : scope + "-" + unit;
    }

    String scope() {
        return scope;
    }

    String unit() {
        return unit;
    }
}
