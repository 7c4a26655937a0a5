// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.ExcludeSuperclassListeners;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a charge with an id, on one of its accounts: what it holds or has counted, and its first answer.
 * Read and written under the lock of the account only.
 */
@Entity(name = "RationReceipt")
@Table(name = "ration_receipt")
@IdClass(Receipt.Id.class)
@Access(AccessType.FIELD)
@Cacheable(false)
@ExcludeDefaultListeners
@ExcludeSuperclassListeners
public class Receipt {

    @jakarta.persistence.Id
    @Column(name = "account_id", length = 64, nullable = false, updatable = false)
    private String accountId;

    @jakarta.persistence.Id
    @Column(name = "charge_id", length = 64, nullable = false, updatable = false)
    private String chargeId;

    @Column(name = "charges_hash", length = 64, nullable = false, updatable = false)
    private String chargesHash;

    @Column(name = "state", length = 8, nullable = false)
    private String state;

    @Column(name = "units", nullable = false)
    private long units;

    @Column(name = "window_start", nullable = false)
    private long windowStart;

    @Column(name = "ends_at", nullable = false)
    private long endsAt;

    @Column(name = "answer_zone", length = 64, nullable = false, updatable = false)
    private String answerZone;

    @Column(name = "answer_anchor", nullable = false, updatable = false)
    private int answerAnchor;

    @Column(name = "answer_used", nullable = false, updatable = false)
    private long answerUsed;

    @Column(name = "answer_held", nullable = false, updatable = false)
    private long answerHeld;

    @Column(name = "answer_limit", nullable = false, updatable = false)
    private long answerLimit;

    @Column(name = "answer_reset", nullable = false, updatable = false)
    private long answerReset;

    /** For the persistence provider. */
    protected Receipt() {}

    /** The account, by which the row is locked and placed. */
    public String accountId() {
        return accountId;
    }

    /** The key, as JPA wants it. */
    public static class Id implements Serializable {

        private static final long serialVersionUID = 1L;

        private String accountId;
        private String chargeId;

        /** For the persistence provider. */
        public Id() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Id id
                    && Objects.equals(accountId, id.accountId)
                    && Objects.equals(chargeId, id.chargeId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(accountId, chargeId);
        }
    }
}
