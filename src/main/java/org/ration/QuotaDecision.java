// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a charge: allowed and durably counted, or refused with nothing counted anywhere. Immutable; two are
 * equal if all their members are.
 *
 * <p>JSON-B writes it as an object with the members {@code allowed}, {@code decidedAt}, {@code usage}, {@code usages},
 * {@code violated}, {@code neverFits} and, where there is one, {@code retryAfter} (an ISO-8601 duration);
 * {@code replayed} and {@code tooManyHolds} only where they are true.
 */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaDecision extends Result {

    private static final long serialVersionUID = 1L;

    private final Instant decidedAt;
    private final List<QuotaUsage> usages;
    private final List<QuotaUsage> violated;
    private final boolean neverFits;
    private final @Nullable Instant retryAt;
    private final boolean replayed;
    private final boolean tooManyHolds;

    /**
     * A decision whose quotas can be charged again once all that refuse have reset.
     *
     * @param decidedAt the instant of the decision, by the clock of the node
     * @param usages the state of every quota after the decision, in the order of the charges; at least one
     * @param violated those that refuse, in the same order; empty if the charge was allowed
     * @param neverFits whether a cost is above its limit, so that waiting does not help
     */
    public QuotaDecision(Instant decidedAt, List<QuotaUsage> usages, List<QuotaUsage> violated, boolean neverFits) {
        this(decidedAt, usages, violated, neverFits, lastReset(violated).map(QuotaUsage::resetAt));
    }

    /**
     * A decision; Ration makes those that it answers. Copies the lists; refuses an empty list of usages, and violated
     * quotas that are not among them.
     *
     * @param decidedAt the instant of the decision, by the clock of the node
     * @param usages the state of every quota after the decision, in the order of the charges; at least one
     * @param violated those that refuse, in the same order; empty if the charge was allowed
     * @param neverFits whether the cost is above every limit to come, so that waiting does not help
     * @param retryAt the first instant at which the charge fits, if nothing else is charged until then; empty if
     *     allowed or if it never fits
     */
    public QuotaDecision(
            Instant decidedAt,
            List<QuotaUsage> usages,
            List<QuotaUsage> violated,
            boolean neverFits,
            Optional<Instant> retryAt) {
        this(decidedAt, usages, violated, neverFits, retryAt, false, false);
    }

    /**
     * A decision on charges with an id; Ration makes those that it answers. Copies the lists; refuses an empty list of
     * usages, and violated quotas that are not among them.
     *
     * @param decidedAt the instant of the decision, by the clock of the node
     * @param usages the state of every quota after the decision, in the order of the charges; at least one
     * @param violated those that refuse, in the same order; empty if the charge was allowed
     * @param neverFits whether the cost is above every limit to come, so that waiting does not help
     * @param retryAt the first instant at which the charge fits, if nothing else is charged until then; empty if
     *     allowed or if it never fits
     * @param replayed whether it was taken for an earlier call with the same id
     * @param tooManyHolds whether an account has too many open holds
     */
    public QuotaDecision(
            Instant decidedAt,
            List<QuotaUsage> usages,
            List<QuotaUsage> violated,
            boolean neverFits,
            Optional<Instant> retryAt,
            boolean replayed,
            boolean tooManyHolds) {
        this.decidedAt = Objects.requireNonNull(decidedAt, "decidedAt");
        this.usages = List.copyOf(usages);
        this.violated = List.copyOf(violated);
        this.neverFits = neverFits;
        this.retryAt = neverFits || this.violated.isEmpty() ? null : retryAt.orElse(null);
        this.replayed = replayed;
        this.tooManyHolds = tooManyHolds;
        if (usages.isEmpty()) {
            throw new IllegalArgumentException("usages is empty; a decision needs at least one quota");
        }
        if (!usages.containsAll(violated)) {
            throw new IllegalArgumentException("violated names a quota that is not among the usages");
        }
        if (neverFits && violated.isEmpty()) {
            throw new IllegalArgumentException("neverFits goes with a refusal, but violated is empty");
        }
    }

    /**
     * When it was decided.
     *
     * @return the instant of the decision, by the clock of the node
     */
    public Instant decidedAt() {
        return decidedAt;
    }

    /**
     * The state of every quota after the decision.
     *
     * @return the usages in the order of the charges; at least one
     */
    public List<QuotaUsage> usages() {
        return usages;
    }

    /**
     * The quotas that refuse.
     *
     * @return those of the usages that refuse, in the same order; empty if the charge was allowed
     */
    public List<QuotaUsage> violated() {
        return violated;
    }

    /**
     * Whether waiting does not help.
     *
     * @return true if a cost is above its limit, now and in every window to come: a grant ends with its window, and an
     *     override with its time
     */
    public boolean neverFits() {
        return neverFits;
    }

    /**
     * Whether this is the first decision on an id, given once more: nothing was taken for this call.
     *
     * @return false for charges without an id, and for the call that the decision was taken for
     */
    public boolean replayed() {
        return replayed;
    }

    /**
     * Whether units were to be held, and an account has as many open holds as the setting {@code ration.max-holds}
     * allows.
     *
     * @return false unless it is refused for that; it may still have room
     */
    public boolean tooManyHolds() {
        return tooManyHolds;
    }

    /**
     * Whether the charge was taken.
     *
     * @return true if no quota refuses
     */
    public boolean allowed() {
        return violated.isEmpty();
    }

    /**
     * The quota that matters most to the caller: of the refusing ones the one that resets last, else the one with the
     * least remaining. The first of several equals.
     *
     * @return the usage
     */
    public QuotaUsage usage() {
        return lastReset(violated).orElseGet(this::leastRemaining);
    }

    /**
     * How long to wait until the charge fits, from the instant of the decision, if nothing else is charged until then:
     * until windows have reset, or the override of an operator ends.
     *
     * @return the exact time, never negative; empty if allowed, if the charge {@linkplain #neverFits never fits}, and
     *     if a refusing quota never {@linkplain QuotaUsage#resets resets}
     */
    public Optional<Duration> retryAfter() {
        return retryAt == null || retryAt.equals(QuotaPeriod.NEVER)
                ? Optional.empty()
                : Optional.of(retryAt.isAfter(decidedAt) ? Duration.between(decidedAt, retryAt) : Duration.ZERO);
    }

    /**
     * Turns a refusal into an exception.
     *
     * @return this decision, if allowed
     * @throws QuotaExceededException if refused
     */
    public QuotaDecision orThrow() {
        if (!allowed()) {
            throw new QuotaExceededException(this);
        }
        return this;
    }

    private QuotaUsage leastRemaining() {
        return usages.stream()
                .min(Comparator.comparingLong(QuotaUsage::remaining))
                .orElseThrow();
    }

    private static Optional<QuotaUsage> lastReset(List<QuotaUsage> violated) {
        QuotaUsage last = null;
        for (QuotaUsage usage : violated) {
            last = last == null || usage.resetAt().isAfter(last.resetAt()) ? usage : last;
        }
        return Optional.ofNullable(last);
    }

    @Override
    Members state() {
        Members members = new Members()
                .with("decidedAt", decidedAt)
                .with("usages", usages)
                .with("violated", violated)
                .with("neverFits", neverFits)
                .with("replayed", replayed)
                .with("tooManyHolds", tooManyHolds);
        return retryAt == null ? members : members.with("retryAt", retryAt);
    }

    @Override
    Members json() {
        Members members = state().without("retryAt").with("allowed", allowed()).with("usage", usage());
        if (!replayed) {
            members.without("replayed");
        }
        if (!tooManyHolds) {
            members.without("tooManyHolds");
        }
        retryAfter().ifPresent(wait -> members.with("retryAfter", wait));
        return members;
    }
}
