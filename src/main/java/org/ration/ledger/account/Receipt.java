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
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaPeriod;
import org.ration.QuotaUsage;
import org.ration.admin.OpenHold;

/**
 * The memory of a charge with an id, on one of its accounts: the units it holds or has counted, and its first
 * answer. Read and written under the lock of the account only.
 *
 * <p>It is HELD until it is settled or has ended, COUNTED while it has any unit counted, and OVER else. A settlement
 * can change it in any state.
 */
@Entity(name = "RationReceipt")
@Table(name = "ration_receipt")
@IdClass(Receipt.Id.class)
@Access(AccessType.FIELD)
@Cacheable(false)
@ExcludeDefaultListeners
@ExcludeSuperclassListeners
public class Receipt {

    private static final String HELD = "HELD";
    private static final String COUNTED = "COUNTED";
    private static final String OVER = "OVER";

    /** How much longer an id is remembered than its charges matter. */
    private static final Duration REMEMBERED = Duration.ofHours(24);

    @jakarta.persistence.Id
    @Column(name = "account_id", length = 64, nullable = false, updatable = false)
    private String accountId;

    @jakarta.persistence.Id
    @Column(name = "charge_id", length = 64, nullable = false, updatable = false)
    private String chargeId;

    @Column(name = "charges_hash", length = 64, nullable = false, updatable = false)
    private String chargesHash;

    @Column(name = "line_no", nullable = false, updatable = false)
    private int line;

    @Column(name = "line_count", nullable = false, updatable = false)
    private int lineCount;

    @Column(name = "nonce", nullable = false, updatable = false)
    private long nonce;

    @Column(name = "state", length = 8, nullable = false)
    private String state;

    @Column(name = "cost", nullable = false, updatable = false)
    private long cost;

    @Column(name = "units", nullable = false)
    private long units;

    @Column(name = "window_start", nullable = false, updatable = false)
    private long windowStart;

    @Column(name = "taken_at", nullable = false, updatable = false)
    private long takenAt;

    @Column(name = "ends_at", nullable = false, updatable = false)
    private long endsAt;

    @Column(name = "forget_at", nullable = false, updatable = false)
    private long forgetAt;

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

    /**
     * The receipt of a line that was just taken.
     *
     * @param id the id of the list
     * @param line the line's position among those that are remembered
     * @param lineCount how many are
     * @param taken the line
     * @param account its account, with the line taken
     * @param now the instant of the decision
     * @param last the end of the last window or hold of the list, from which on it does not matter
     */
    Receipt(ChargeId id, int line, int lineCount, ChargeLine taken, Account account, Instant now, long last) {
        QuotaUsage answer = account.usage(taken.policy(), now);
        this.accountId = account.id();
        this.chargeId = id.digest();
        this.chargesHash = id.charges();
        this.line = line;
        this.lineCount = lineCount;
        this.nonce = id.nonce();
        this.state = taken.isHeld() ? HELD : taken.isCostly() ? COUNTED : OVER;
        this.cost = taken.cost();
        this.units = taken.cost();
        this.windowStart = account.lastWindow().start();
        this.takenAt = now.toEpochMilli();
        this.endsAt = taken.endsAt(now).toEpochMilli();
        this.forgetAt = last + REMEMBERED.toMillis();
        WindowRule rule = new WindowRule(answer.zone(), answer.period());
        this.answerZone = rule.zone().getId();
        this.answerAnchor = rule.anchor();
        this.answerUsed = answer.used();
        this.answerHeld = answer.reserved();
        this.answerLimit = answer.limit();
        this.answerReset = account.lastWindow().end();
    }

    /** The account, by which the row is locked and placed. */
    public String accountId() {
        return accountId;
    }

    /** The digest of the list's id. */
    public String chargeId() {
        return chargeId;
    }

    /** The position among the charges of the list that are remembered, from 0. */
    public int line() {
        return line;
    }

    /** How many charges of the list are remembered. */
    public int lineCount() {
        return lineCount;
    }

    /** The units of the charge. */
    public long cost() {
        return cost;
    }

    /** When the hold ends; of a charge that was none, when it was taken. */
    public Instant endsAt() {
        return Instant.ofEpochMilli(endsAt);
    }

    /** When the charge was decided. */
    public Instant takenAt() {
        return Instant.ofEpochMilli(takenAt);
    }

    /** What operators see of a hold. */
    public OpenHold view() {
        return new OpenHold(chargeId, units, takenAt(), endsAt());
    }

    /** Whether the units are held. */
    public boolean isHeld() {
        return state.equals(HELD);
    }

    /** From when on the id means nothing, in milliseconds since 1970. */
    public long forgetAt() {
        return forgetAt;
    }

    /**
     * Whether the id means nothing any more. {@code FORGOTTEN} of {@code OperatorTables} and the conditions on
     * {@code forget_at} in {@code RetentionTables} are the same in queries: {@code HoldsTest}, {@code RetentionTest}.
     */
    public boolean isForgotten(Instant now) {
        return forgetAt <= now.toEpochMilli();
    }

    /** Whether a hold has come to its end. */
    boolean hasEnded(Instant now) {
        return endsAt <= now.toEpochMilli();
    }

    /** Whether the list is that of an id. */
    boolean isOf(ChargeId id) {
        return chargesHash.equals(id.charges());
    }

    /** Whether it was made for the same call. */
    boolean isOfCall(ChargeId id) {
        return nonce == id.nonce();
    }

    long windowStart() {
        return windowStart;
    }

    long held() {
        return isHeld() ? units : 0;
    }

    long counted() {
        return state.equals(COUNTED) ? units : 0;
    }

    /** Gives back what is held. */
    void end() {
        state = OVER;
        units = 0;
    }

    /** Says what the charge has cost. */
    void settle(long newUnits) {
        state = newUnits > 0 ? COUNTED : OVER;
        units = newUnits;
    }

    /** The first answer. */
    QuotaUsage answer(AccountIdentity account) {
        WindowRule rule = WindowRule.of(answerZone, account.unit(), answerAnchor);
        return QuotaUsage.builder(account.key(), rule.period(), rule.zone())
                .scope(account.scope())
                .used(answerUsed)
                .reserved(answerHeld)
                .limit(answerLimit)
                .window(Instant.ofEpochMilli(windowStart), Instant.ofEpochMilli(answerReset))
                .build();
    }

    /** The instant from which on a charge does not matter: its window and its hold are over. */
    static long lastOf(ChargeLine line, Account account, Instant now) {
        long end = line.endsAt(now).toEpochMilli();
        boolean never = account.lastWindow().end() == QuotaPeriod.NEVER.toEpochMilli();
        return never ? end : Math.max(end, account.lastWindow().end());
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
