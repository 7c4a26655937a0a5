// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaDeclaration;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.QuotaUsage;
import org.ration.ledger.Ledger;

/** The registry on the application's ledger; with {@code ration.mode=off}, one that allows all and touches nothing. */
@ApplicationScoped
public class LedgerRegistry implements QuotaRegistry {

    /** With {@code ration.mode=off} nobody knows what an id stands for. */
    private static final List<QuotaCharge> ANYTHING = List.of(new QuotaCharge(
            "global", QuotaPolicy.of(QuotaPolicy.UNLIMITED, QuotaPeriod.ONCE).withZone(ZoneOffset.UTC), 0));

    private final Deployment deployment;
    private final CheckedLedger ledger;
    private final ApplicationClock clock;

    /** For the client proxy. */
    protected LedgerRegistry() {
        this(null, null, null);
    }

    @Inject
    LedgerRegistry(Deployment deployment, CheckedLedger ledger, ApplicationClock clock) {
        this.deployment = deployment;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public QuotaDecision consume(String key, QuotaPolicy policy) {
        return consume(key, policy, 1);
    }

    @Override
    public QuotaDecision consume(String key, QuotaPolicy policy, long cost) {
        return consume(List.of(new QuotaCharge(key, policy, cost)));
    }

    @Override
    public QuotaDecision consume(List<QuotaCharge> charges) {
        List<QuotaCharge> zoned = countable(charges);
        return off() ? allowed(zoned) : ledger.get().consume(zoned);
    }

    @Override
    public CompletionStage<QuotaDecision> consumeAsync(List<QuotaCharge> charges) {
        List<QuotaCharge> zoned = countable(charges);
        return off()
                ? CompletableFuture.completedFuture(allowed(zoned))
                : ledger.get().consumeAsync(zoned);
    }

    @Override
    public QuotaDecision consume(List<QuotaCharge> charges, String id) {
        List<QuotaCharge> zoned = countable(charges);
        QuotaCharge.requireId(id);
        return off() ? allowed(zoned) : ledger.get().consume(zoned, id);
    }

    @Override
    public CompletionStage<QuotaDecision> consumeAsync(List<QuotaCharge> charges, String id) {
        List<QuotaCharge> zoned = countable(charges);
        QuotaCharge.requireId(id);
        return off()
                ? CompletableFuture.completedFuture(allowed(zoned))
                : ledger.get().consumeAsync(zoned, id);
    }

    @Override
    public QuotaHold reserve(String key, QuotaPolicy policy, long units, Duration lasts) {
        return reserve(List.of(new QuotaCharge(key, policy, units)), lasts);
    }

    @Override
    public QuotaHold reserve(List<QuotaCharge> charges, Duration lasts) {
        List<QuotaCharge> zoned = holdable(charges, lasts);
        return off()
                ? uncounted(UUID.randomUUID().toString(), zoned, lasts)
                : ledger.get().reserve(zoned, lasts);
    }

    @Override
    public QuotaHold reserve(List<QuotaCharge> charges, Duration lasts, String id) {
        List<QuotaCharge> zoned = holdable(charges, lasts);
        QuotaCharge.requireId(id);
        return off() ? uncounted(id, zoned, lasts) : ledger.get().reserve(zoned, lasts, id);
    }

    @Override
    public QuotaDecision settle(String id, long... units) {
        QuotaCharge.requireId(id);
        return off() ? allowed(ANYTHING) : ledger.get().settle(id, units);
    }

    @Override
    public boolean release(String id) {
        QuotaCharge.requireId(id);
        return off() || ledger.get().release(id);
    }

    @Override
    public Optional<QuotaHold> hold(String id) {
        QuotaCharge.requireId(id);
        return off()
                ? Optional.of(uncounted(id, ANYTHING, Duration.ZERO))
                : ledger.get().hold(id);
    }

    private QuotaHold uncounted(String id, List<QuotaCharge> charges, Duration lasts) {
        return new UncountedHold(id, allowed(charges), clock.instant().plus(lasts));
    }

    @Override
    public QuotaDecision check(String key, QuotaPolicy policy, long cost) {
        QuotaCharge charge = zoned(new QuotaCharge(key, policy, cost));
        return off() ? allowed(List.of(charge)) : ledger.get().check(charge);
    }

    @Override
    public QuotaUsage usage(String key, QuotaPolicy policy) {
        QuotaPolicy zoned = zoned(policy);
        QuotaCharge.requireKey(key);
        return off() ? unused(key, zoned, clock.instant()) : ledger.get().usage(key, zoned);
    }

    @Override
    public List<QuotaUsage> usage(String key) {
        QuotaCharge.requireKey(key);
        return off() ? List.of() : ledger.get().usage(key);
    }

    @Override
    public int reset(String key) {
        QuotaCharge.requireKey(key);
        return off() ? 0 : ledger.get().reset(key);
    }

    @Override
    public boolean reset(String key, QuotaPolicy policy) {
        QuotaPolicy zoned = zoned(policy);
        QuotaCharge.requireKey(key);
        return !off() && ledger.get().reset(key, zoned);
    }

    @Override
    public String key(String form, Object... values) {
        return deployment.keyForms().parse(form, null).build(Arrays.asList(values));
    }

    @Override
    public List<QuotaDeclaration> declarations() {
        return deployment.declarations().published();
    }

    private List<QuotaCharge> countable(List<QuotaCharge> charges) {
        List<QuotaCharge> zoned = charges.stream().map(this::zoned).toList();
        Ledger.requireCountable(zoned);
        return zoned;
    }

    private List<QuotaCharge> holdable(List<QuotaCharge> charges, Duration lasts) {
        List<QuotaCharge> zoned = charges.stream().map(this::zoned).toList();
        Ledger.requireHoldable(zoned, lasts);
        return zoned;
    }

    private boolean off() {
        return deployment.settings().off();
    }

    private QuotaCharge zoned(QuotaCharge charge) {
        return new QuotaCharge(charge.key(), zoned(charge.policy()), charge.cost());
    }

    private QuotaPolicy zoned(QuotaPolicy policy) {
        return policy.zone().isPresent()
                ? policy
                : policy.withZone(deployment.settings().zone());
    }

    private QuotaDecision allowed(List<QuotaCharge> charges) {
        Instant now = clock.instant();
        List<QuotaUsage> usages = charges.stream()
                .map(charge -> unused(charge.key(), charge.policy(), now))
                .toList();
        return new QuotaDecision(now, usages, List.of(), false);
    }

    private static QuotaUsage unused(String key, QuotaPolicy policy, Instant now) {
        ZoneId zone = policy.zone().orElseThrow();
        return QuotaUsage.builder(key, policy.period(), zone)
                .scope(policy.scope())
                .limit(policy.limit())
                .window(policy.period().startOf(now, zone), policy.period().endOf(now, zone))
                .build();
    }
}
