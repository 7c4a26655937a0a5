// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaCharge;
import org.ration.QuotaCost;
import org.ration.QuotaDeclaration;
import org.ration.QuotaExceededHandler;
import org.ration.QuotaKey;
import org.ration.QuotaLimit;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaSettlement;
import org.ration.key.KeyForm;
import org.ration.ledger.startup.DeclaredCounter;

/**
 * One {@link Quota} as it applies to calls: checked, with its period, zone and key form read. Immutable.
 *
 * @param where its place, in words
 * @param quota the annotation
 * @param policy the policy, with the limit of its setting, and with a zone
 * @param form the form of the key; empty with {@link Quota#keyBy}
 */
record Declaration(String where, Quota quota, QuotaPolicy policy, Optional<KeyForm> form) {

    private static final Duration MIN_HOLD = Duration.ofSeconds(1);

    private static final Duration MAX_HOLD = Duration.ofDays(7);

    private static final Pattern SECRET = Pattern.compile("\\{.*\\bsecret\\s*\\(");

    /**
     * The charge of this declaration for a call. Runs the application's callbacks.
     *
     * @param call the call
     * @param callbacks the application's callbacks
     * @return key, policy with the limit of this call, and cost
     * @throws IllegalArgumentException if a callback answers what no counter can take
     */
    QuotaCharge chargeFor(QuotaCall call, CallbackBeans callbacks) {
        String key = form.isPresent() ? form.get().keyFor(call) : keyBy(call, callbacks);
        return new QuotaCharge(key, policyFor(key, call, callbacks), costFor(call, callbacks));
    }

    private String keyBy(QuotaCall call, CallbackBeans callbacks) {
        String key = callbacks.get(quota.keyBy()).keyFor(call);
        return QuotaCharge.requireKey(Objects.requireNonNull(key, () -> quota.keyBy() + " answered null"));
    }

    private QuotaPolicy policyFor(String key, QuotaCall call, CallbackBeans callbacks) {
        if (!hasLimitBy()) {
            return policy;
        }
        OptionalLong limit = Objects.requireNonNull(
                callbacks.get(quota.limitBy()).limitFor(key, call), () -> quota.limitBy() + " answered null");
        return limit.isPresent() ? policy.withLimit(limit.getAsLong()) : policy;
    }

    private long costFor(QuotaCall call, CallbackBeans callbacks) {
        return hasCostBy() ? callbacks.get(quota.costBy()).costOf(call) : quota.cost();
    }

    /**
     * The application's own response to a refusal.
     *
     * @param callbacks the application's callbacks
     * @return the handler of {@link Quota#onExceeded}, if there is one
     */
    Optional<QuotaExceededHandler> handler(CallbackBeans callbacks) {
        return quota.onExceeded() == QuotaExceededHandler.class
                ? Optional.empty()
                : Optional.of(callbacks.get(quota.onExceeded()));
    }

    static boolean hasKeyBy(Quota quota) {
        return quota.keyBy() != QuotaKey.class;
    }

    boolean hasLimitBy() {
        return quota.limitBy() != QuotaLimit.class;
    }

    boolean hasCostBy() {
        return quota.costBy() != QuotaCost.class;
    }

    static boolean hasSettleBy(Quota quota) {
        return quota.settleBy() != QuotaSettlement.class;
    }

    /**
     * Whether a call holds its units until its outcome is known.
     *
     * @return false if they are counted before the call
     */
    boolean holds() {
        return isInflight() || hasSettleBy(quota);
    }

    /**
     * For how long a call holds its units at most.
     *
     * @return the time; empty if they are counted before the call
     */
    Optional<Duration> lasts() {
        return holds() ? Optional.of(holdFor(quota)) : Optional.empty();
    }

    boolean isInflight() {
        return policy.period().equals(QuotaPeriod.INFLIGHT);
    }

    /**
     * Reads the time for which a call holds its units at most.
     *
     * @param quota the annotation
     * @return one second to seven days
     * @throws IllegalArgumentException if it is anything else
     */
    static Duration holdFor(Quota quota) {
        Duration duration = readDuration(quota.holdFor());
        if (duration.compareTo(MIN_HOLD) < 0 || duration.compareTo(MAX_HOLD) > 0) {
            throw new IllegalArgumentException(quota.holdFor());
        }
        return duration;
    }

    private static Duration readDuration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException unreadable) {
            throw new IllegalArgumentException(text, unreadable);
        }
    }

    /**
     * The form of the key as written, or the class that answers it.
     *
     * @return the text for people
     */
    String key() {
        return form.map(KeyForm::text).orElseGet(() -> quota.keyBy().getName());
    }

    ZoneId zone() {
        return policy.zone().orElseThrow();
    }

    /**
     * The common properties of declarations that share counters.
     *
     * @return scope, period unit and key form; {@code user_or_ip} counts users as {@code user} does
     */
    Identity identity() {
        String form =
                this.form.map(KeyForm::identity).orElseGet(() -> quota.keyBy().getName());
        String key = form.equals("user_or_ip") ? "user" : form;
        return new Identity(policy.scope(), policy.period().unit(), key);
    }

    /**
     * Whether counters of another declaration can be taken for those of this one, though their keys mean something
     * else.
     *
     * @param other the other declaration
     * @return true if both have one scope and period unit, and key templates that can make one key
     */
    boolean canMeet(Declaration other) {
        return policy.name().equals(other.policy.name())
                && form.isPresent()
                && other.form.isPresent()
                && form.get().canMeet(other.form.get());
    }

    /**
     * Whether equal values make one key of this declaration and another, though they come from elsewhere.
     *
     * @param other the other declaration
     * @return true if both have one scope and period unit, and key templates with the same literal text
     */
    boolean readsAlike(Declaration other) {
        return policy.name().equals(other.policy.name())
                && form.isPresent()
                && other.form.isPresent()
                && form.get().readsAlike(other.form.get());
    }

    /**
     * Whether the key cannot be determined without a caller and a request.
     *
     * @return true for {@code user} and parts of requests
     */
    boolean needsCaller() {
        return form.filter(KeyForm::needsCaller).isPresent();
    }

    /**
     * Whether the key holds the fingerprint of a secret.
     *
     * @return true for header values and {@code secret(x)}
     */
    boolean holdsFingerprint() {
        return form.map(KeyForm::identity)
                .filter(key -> key.startsWith("header:") || SECRET.matcher(key).find())
                .isPresent();
    }

    DeclaredCounter shared() {
        String limit = policy.limit() == QuotaPolicy.UNLIMITED ? "no limit" : "limit " + policy.limit();
        return new DeclaredCounter(
                "\"" + identity().key() + "\", policy \"" + policy.name() + "\"",
                limit + " per " + policy.period() + " in " + zone());
    }

    QuotaDeclaration published() {
        return new QuotaDeclaration(
                where, key(), policy, hasCostBy() ? OptionalLong.empty() : OptionalLong.of(quota.cost()));
    }

    /**
     * The identity of the counters of a declaration.
     *
     * @param scope the scope
     * @param unit the period's unit
     * @param key the identity of the key form
     */
    record Identity(String scope, String unit, String key) {}
}
