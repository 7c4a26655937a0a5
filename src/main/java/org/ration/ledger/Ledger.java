// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaHold;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.QuotaUsage;
import org.ration.admin.QuotaAdministration;
import org.ration.container.Container;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.Settlement;
import org.ration.ledger.charge.ChargeRequest;
import org.ration.ledger.charge.ChargeResult;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.retention.Retention;
import org.ration.ledger.startup.DeclaredCounter;
import org.ration.ledger.startup.SharedCounters;
import org.ration.ledger.startup.StartupCheck;

/**
 * Charges, looks at and resets the counters. What {@link org.ration.QuotaRegistry} promises holds here, for policies
 * that name their zone and carry the limit to apply.
 *
 * <p>No method is transactional: each works in short, separate transactions, and its answer is durable. Every one
 * waits at most {@link LedgerSettings#timeout} for a connection and a lock. Store trouble is a
 * {@link org.ration.QuotaStoreException}, which states whether something may have been charged; nothing else is thrown
 * by the persistence layer.
 */
@ApplicationScoped
@Typed(Ledger.class) // no AutoCloseable of the application's
public class Ledger implements AutoCloseable {

    /** A look takes several transactions, each of which may wait. */
    private static final Duration HEALTH_TIMEOUT = Duration.ofMinutes(1);

    private LedgerSettings settings;
    private Container container;
    private DatabaseGate gate;
    private OperatorLedger operators;
    private LedgerListeners listeners;
    private Retention retention;
    private Usages usages;
    private PlainCharges plain;
    private IdCharges ids;
    private SharedReads<String, List<String>> health;
    private volatile boolean started;

    /** For the container's proxy. */
    protected Ledger() {}

    @Inject
    Ledger(LedgerSettings settings, Container container, @Any Instance<LedgerListener> listeners) {
        this(settings, container, listeners.stream().toArray(LedgerListener[]::new));
    }

    /**
     * A ledger.
     *
     * @param settings what it has to know
     * @param container runs its transactions
     * @param listeners are notified of its work
     */
    public Ledger(LedgerSettings settings, Container container, LedgerListener... listeners) {
        this.settings = settings;
        this.container = container;
        this.listeners = new LedgerListeners(listeners);
        this.gate = new DatabaseGate(container, settings, this.listeners::ended);
        this.retention = new Retention(gate, settings, this.listeners::ended);
        this.operators = new OperatorLedger(gate, settings, this.listeners);
        this.usages = new Usages(gate, settings);
        this.plain = new PlainCharges(gate, settings.ids(), this.listeners, retention::passing);
        this.ids = new IdCharges(gate, settings, this.listeners, retention::passing);
        this.health = new SharedReads<>(
                Integer.MAX_VALUE, HEALTH_TIMEOUT, any -> new StartupCheck(settings, gate, container).ofTables());
        this.listeners.begins(gate::waiting);
    }

    /**
     * Checks, before the first charge, that charging can work here, and creates missing tables if that is wanted.
     *
     * @throws IllegalStateException with all that is wrong, each with its id: {@code RATION-003} a new transaction
     *     shares the caller's connection; {@code RATION-004} tables missing or outdated; {@code RATION-005} another
     *     secret; {@code RATION-028} the mapping file is not in the persistence unit; {@code RATION-029} the database
     *     does not answer, or is not one that Ration knows; {@code RATION-031} it rolls nothing back
     */
    public void start() {
        new StartupCheck(settings, gate, container).run();
        started = true;
    }

    /**
     * Warns of counters that another application on these tables has declared otherwise, and leaves the declarations
     * for others to compare with.
     *
     * @param application the name of the application
     * @param declared what it declares
     */
    public void compareWithOthers(String application, Collection<DeclaredCounter> declared) {
        new SharedCounters(gate, settings.ids(), application).compare(declared);
    }

    /**
     * Checks that charges can be decided together, and held, without asking the database.
     *
     * @param charges the charges
     * @param lasts for how long
     * @throws IllegalArgumentException if there is none, one counter occurs twice, a policy has no zone, or it lasts
     *     too short or too long
     */
    public static void requireHoldable(List<QuotaCharge> charges, Duration lasts) {
        ChargeRequest.of(AccountIds.UNNAMED, charges).lines().forEach(line -> line.held(lasts));
    }

    /**
     * Checks that charges can be decided together, and counted, without asking the database.
     *
     * @param charges the charges
     * @throws IllegalArgumentException if there is none, one counter occurs twice, a policy has no zone, or a period is
     *     {@link org.ration.QuotaPeriod#INFLIGHT}
     */
    public static void requireCountable(List<QuotaCharge> charges) {
        PlainCharges.request(AccountIds.UNNAMED, charges);
    }

    /**
     * Takes units from several counters, all or nothing. Charges of no unit alone lock nothing.
     *
     * @param charges at least one; policies with the limit to apply and a zone
     * @return the decision, durable if allowed; usages are those after the charge
     * @throws IllegalArgumentException if there is none, one counter occurs twice, or a policy has no zone
     */
    public QuotaDecision consume(List<QuotaCharge> charges) {
        return plain.charge(charges);
    }

    /**
     * Takes units from several counters, all or nothing, and keeps no thread waiting. Charges of no unit alone lock
     * nothing.
     *
     * @param charges at least one; policies with the limit to apply and a zone
     * @return completed by a worker's thread with the decision, durable if allowed; exceptionally with a
     *     {@link QuotaStoreException}. Cancelling it refunds nothing
     * @throws IllegalArgumentException if there is none, one counter occurs twice, or a policy has no zone
     */
    public CompletionStage<QuotaDecision> consumeAsync(List<QuotaCharge> charges) {
        return plain.chargeAsync(charges);
    }

    /** What {@link org.ration.QuotaRegistry#consume(List, String)} promises, for policies with a zone. */
    public QuotaDecision consume(List<QuotaCharge> charges, String id) {
        return ids.charge(ids.counted(charges, id)).decision();
    }

    /** What {@link org.ration.QuotaRegistry#consumeAsync(List, String)} promises, for policies with a zone. */
    public CompletionStage<QuotaDecision> consumeAsync(List<QuotaCharge> charges, String id) {
        return ids.chargeAsync(ids.counted(charges, id), ChargeResult::decision);
    }

    /** What {@link org.ration.QuotaRegistry#reserve(List, Duration)} promises, for policies with a zone. */
    public QuotaHold reserve(List<QuotaCharge> charges, Duration lasts) {
        return hold(ids.held(charges, lasts), false);
    }

    /** What {@link org.ration.QuotaRegistry#reserve(List, Duration, String)} promises, for policies with a zone. */
    public QuotaHold reserve(List<QuotaCharge> charges, Duration lasts, String id) {
        return hold(ids.held(charges, lasts, id), false);
    }

    /**
     * Charges a call: what it holds under an id of Ration's making must be settled when the call has ended. All or
     * nothing. What is counted at once is not part of the id, and the settled hold is forgotten at once. For calls that
     * hold nothing, use {@link #consume(List)}.
     *
     * @param charges at least one, of which at least one is held; policies with the limit to apply and a zone
     * @return the hold, whose decision is about all charges, in their order
     * @throws IllegalArgumentException if one counter occurs twice, or a policy has no zone
     */
    public LedgerHold chargeCall(List<CallCharge> charges) {
        return hold(ids.ofCall(charges), true);
    }

    /** What {@link org.ration.QuotaRegistry#settle} promises. */
    public QuotaDecision settle(String id, long... units) {
        return ids.settle(Settlement.of(settings.ids(), id, units)).orElseThrow(IdCharges::notKnown);
    }

    /** What {@link org.ration.QuotaRegistry#release} promises. */
    public boolean release(String id) {
        return ids.settle(Settlement.of(settings.ids(), id, 0)).isPresent();
    }

    /** What {@link org.ration.QuotaRegistry#hold} promises. */
    public Optional<QuotaHold> hold(String id) {
        return ids.found(id).map(found -> LedgerHold.of(ids, id, found));
    }

    private LedgerHold hold(ChargeRequest request, boolean ofCall) {
        return LedgerHold.of(ids, request, ids.charge(request), ofCall);
    }

    /** Answers all callers, and ends all threads; when the application is being stopped. */
    @Override
    @PreDestroy
    public void close() {
        retention.end();
        gate.close();
    }

    /**
     * Notifies the listeners that a caller passes whose charges could not be decided.
     *
     * @param charges the charges
     */
    public void passUncounted(List<QuotaCharge> charges) {
        Instant now = now();
        charges.forEach(
                charge -> listeners.uncounted(charge, settings.ids().account(charge.key(), charge.policy()), now));
    }

    /**
     * Looks whether charging can work: the database answers, and the tables are those that this code needs. One look
     * is taken at a time, and shared by all who wait for it.
     *
     * @return what is wrong, each with its id; for operators, not for the public. Nothing for a ledger that was not
     *     started, since it charges nothing
     */
    public List<String> problems() {
        return started ? health.get("tables") : List.of();
    }

    /**
     * The decision that {@link #consume} would take now; charges and locks nothing.
     *
     * @param charge the charge; its policy has a zone
     * @return the decision; its usage is the current one
     */
    public QuotaDecision check(QuotaCharge charge) {
        return gate.check(ChargeRequest.of(settings.ids(), List.of(charge)));
    }

    /**
     * The usage of one counter.
     *
     * @param key the key
     * @param policy the policy, with a zone
     * @return the open window, or a fresh one
     */
    public QuotaUsage usage(String key, QuotaPolicy policy) {
        return check(new QuotaCharge(key, policy, 0)).usage();
    }

    /**
     * The usage of several counters, by one read.
     *
     * @param counters the counters
     * @return one for each, in their order: the open window, or a fresh one
     */
    public List<QuotaUsage> usage(List<CounterLook> counters) {
        return usages.of(counters);
    }

    /**
     * The usage of every counter of a key that was ever charged.
     *
     * @param key the key
     * @return one for each, ordered by scope and period unit; a fresh one where the window is over
     */
    public List<QuotaUsage> usage(String key) {
        return usages.of(key);
    }

    /**
     * Sets used to 0 in the open windows of a key's counters; the audit shows it as the application's act.
     *
     * @param key the key
     * @return how many had something used
     */
    public int reset(String key) {
        return operators.reset(usages.accounts(key));
    }

    /**
     * Sets used to 0 in the open window of one counter; the audit shows it as the application's act.
     *
     * @param key the key
     * @param policy the policy; only what identifies the counter matters
     * @return whether it had something used
     */
    public boolean reset(String key, QuotaPolicy policy) {
        SortedSet<String> id = new TreeSet<>(List.of(settings.ids().account(QuotaCharge.requireKey(key), policy)));
        return operators.reset(id) > 0;
    }

    /**
     * The administration, by the same connections.
     *
     * @return the same one each time
     */
    @Produces
    @ApplicationScoped
    public QuotaAdministration operators() {
        return operators;
    }

    /**
     * The time by which charges are counted.
     *
     * @return the time of the clock, in whole milliseconds
     */
    public Instant now() {
        return settings.now();
    }
}
