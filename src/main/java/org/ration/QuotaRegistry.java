// SPDX-License-Identifier: Apache-2.0
package org.ration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Reads, charges and resets quotas from code. An application-scoped bean: {@code @Inject QuotaRegistry quotas;}
 *
 * <pre>{@code
 * QuotaPolicy exports = QuotaPolicy.of(1_000, QuotaPeriod.MONTH).withScope("exports");
 * quotas.consume(quotas.key("user", "42"), exports, rows).orThrow();
 * }</pre>
 *
 * <p><b>Counters.</b> A counter is identified by scope, period unit and key, and shared with every {@link Quota} that
 * agrees in these. Keys are canonical, as {@link #key} builds them.
 *
 * <p><b>Transactions.</b> Every method works in short, separate transactions, whatever transaction the caller has: its
 * answer is durable when it returns, and a rollback of the caller refunds nothing. A caller that already holds a
 * connection therefore needs a second one. Not to be called from transaction synchronizations.
 *
 * <p><b>Errors.</b> Illegal arguments are an {@link IllegalArgumentException} or {@link NullPointerException} before
 * the database is used. Where the store cannot answer, {@link QuotaStoreException}: nothing has been charged, unless
 * {@link QuotaStoreException#outcomeUnknown} says otherwise. A refusal is not an error but a {@link QuotaDecision}.
 *
 * <p>With the setting {@code ration.mode=off} everything is allowed, nothing is counted and no database is needed.
 *
 * <p>Safe for use by many threads.
 */
public interface QuotaRegistry {

    /**
     * Takes one unit, or is refused.
     *
     * @param key the canonical key
     * @param policy the quota
     * @return the decision, durable if allowed
     */
    QuotaDecision consume(String key, QuotaPolicy policy);

    /**
     * Takes units, or is refused.
     *
     * @param key the canonical key
     * @param policy the quota
     * @param cost 0 to {@link QuotaPolicy#MAX_UNITS} units; 0 is always allowed and counts nothing
     * @return the decision, durable if allowed
     */
    QuotaDecision consume(String key, QuotaPolicy policy, long cost);

    /**
     * Takes units from several counters, all or nothing: a blocking quota without room refuses the whole, and nothing
     * is counted anywhere.
     *
     * @param charges at least one; a counter may occur once only
     * @return the decision, durable if allowed; its usages are in the order of the charges
     * @throws IllegalArgumentException if the list is empty or names one counter twice
     */
    QuotaDecision consume(List<QuotaCharge> charges);

    /**
     * Takes units as {@link #consume(List)} does, without a waiting thread. Any thread may call it; it never blocks.
     *
     * <p>The stage is completed by a thread of Ration's own that has the application's context but no request, once the
     * charge is durable: a refusal is a normal completion, and {@link QuotaStoreException} an exceptional one.
     * Dependent actions on that thread must not block; run work that takes long or waits on an executor of the
     * application ({@code thenAcceptAsync}). A charge counts towards the setting {@code ration.waiting} until its
     * dependent actions on that thread have run. If the setting is reached, the stage is completed exceptionally at
     * once, and nothing has been charged. When the application is stopped, every stage is completed.
     * Cancelling a stage refunds nothing.
     *
     * @param charges at least one; a counter may occur once only
     * @return the decision, durable if allowed; its usages are in the order of the charges
     * @throws IllegalArgumentException if the list is empty or names one counter twice
     */
    CompletionStage<QuotaDecision> consumeAsync(List<QuotaCharge> charges);

    /**
     * Takes units as {@link #consume(List)} does, once for an id: the same id with the same charges answers the first
     * decision again and takes nothing. A refusal is not remembered, and may be decided again. If the outcome is
     * unknown, Ration asks again, once, before it says so; asking again with the same id is safe.
     *
     * <p>An id is remembered until the windows it counts in are over, and 24 hours more. With an id, a charge of no
     * unit is remembered too, and opens the window.
     *
     * @param charges at least one; a counter may occur once only. Their accounts and costs are what the id stands for,
     *     their limits are not
     * @param id 1 to {@value QuotaCharge#MAX_ID_LENGTH} characters, unique in the application. One that a client
     *     chooses must be made the client's own, such as {@code customer + ":" + key}, or it could meet another's
     * @return the decision, durable if allowed; {@link QuotaDecision#replayed replayed} if it was taken for an earlier
     *     call
     * @throws QuotaConflictException if the id was used for other charges, or to hold the same ones
     * @throws IllegalArgumentException if the list is empty or names one counter twice, a period is
     *     {@link QuotaPeriod#INFLIGHT}, or the id is empty, too long or has control characters
     */
    QuotaDecision consume(List<QuotaCharge> charges, String id);

    /**
     * Takes units once for an id, as {@link #consume(List, String)} does, and keeps no thread waiting for them, as
     * {@link #consumeAsync(List)} does.
     *
     * @param charges as there
     * @param id as there
     * @return the decision; completed exceptionally with a {@link QuotaConflictException} if the id was used for other
     *     charges
     */
    CompletionStage<QuotaDecision> consumeAsync(List<QuotaCharge> charges, String id);

    /**
     * Holds units, under an id of Ration's making.
     *
     * @param charges at least one; a counter may occur once only
     * @param lasts 1 second to 7 days, after which units that are not settled are given back
     * @return the hold, or the refusal; see {@link #reserve(List, Duration, String)}
     */
    QuotaHold reserve(List<QuotaCharge> charges, Duration lasts);

    /**
     * Holds units from several counters, all or nothing: units that are held leave no room for others, and are not
     * counted until they are {@linkplain #settle settled}. A hold belongs to the window in which it was taken: settled
     * after that, it corrects the history, and a new window begins with nothing held.
     *
     * <p>The same id with the same charges answers the first decision again and holds nothing more, whatever has become
     * of the hold. An account has at most {@code ration.max-holds} open holds; the next is refused.
     *
     * @param charges at least one; a counter may occur once only
     * @param lasts 1 second to 7 days, after which units that are not settled are given back
     * @param id as of {@link #consume(List, String)}; remembered until the hold has ended, too
     * @return the hold, or the refusal
     * @throws QuotaConflictException if the id was used for other charges, or to count the same ones
     * @throws IllegalArgumentException if the list is empty or names one counter twice, {@code lasts} is out of range,
     *     or the id is empty, too long or has control characters
     */
    QuotaHold reserve(List<QuotaCharge> charges, Duration lasts, String id);

    /**
     * Holds units of one counter, under an id of Ration's making.
     *
     * @param key the canonical key
     * @param policy the quota
     * @param units 0 to {@link QuotaPolicy#MAX_UNITS} units
     * @param lasts 1 second to 7 days, after which units that are not settled are given back
     * @return the hold, or the refusal; see {@link #reserve(List, Duration, String)}
     */
    QuotaHold reserve(String key, QuotaPolicy policy, long units, Duration lasts);

    /**
     * Settles the charges of an id at their final cost. This can be repeated, by any node, until the id is
     * forgotten: the last one holds. Less than before gives back; more is counted even beyond the limit and after the
     * hold has expired, since it was used. Of {@link QuotaPeriod#INFLIGHT} nothing is counted, whatever the number.
     *
     * @param id the id of charges that were taken or held
     * @param units 0 to {@link QuotaPolicy#MAX_UNITS} each; one number for all charges, or one for each
     * @return the decision, which is always allowed; its usages are those after it
     * @throws IllegalArgumentException if the id is not known, a number is out of range, or there are neither one nor
     *     as many as charges
     */
    QuotaDecision settle(String id, long... units);

    /**
     * Gives back the units that the charges of an id hold or have counted.
     *
     * @param id the id of charges that were taken or held
     * @return whether the id is known
     */
    boolean release(String id);

    /**
     * The hold of an id, to settle or release it on another node than it was taken on.
     *
     * @param id the id of charges that were taken or held
     * @return the hold with its first decision; empty if the id is not known
     */
    Optional<QuotaHold> hold(String id);

    /**
     * Reports whether a charge would be allowed now. Charges nothing and locks nothing; another caller may be faster.
     *
     * @param key the canonical key
     * @param policy the quota
     * @param cost 0 to {@link QuotaPolicy#MAX_UNITS} units
     * @return the decision that {@link #consume(String, QuotaPolicy, long)} would take; usages are the current ones,
     *     without the cost
     */
    QuotaDecision check(String key, QuotaPolicy policy, long cost);

    /**
     * The usage of one counter.
     *
     * @param key the canonical key
     * @param policy the quota
     * @return the open window; a fresh one with nothing used, beginning as if it were used now, if there is none
     */
    QuotaUsage usage(String key, QuotaPolicy policy);

    /**
     * The usage of every counter of a key, in any scope and period.
     *
     * @param key the canonical key
     * @return one usage for each counter that was ever charged, ordered by scope and period; with the limit of its last
     *     charge, or the operator's override
     */
    List<QuotaUsage> usage(String key);

    /**
     * Sets used to 0 in the open windows of all counters of a key. Windows, overrides and history stay.
     *
     * @param key the canonical key
     * @return how many counters had something used
     */
    int reset(String key);

    /**
     * Sets used to 0 in the open window of one counter. The window, override and history stay.
     *
     * @param key the canonical key
     * @param policy the quota; its limit does not matter
     * @return whether something was used
     */
    boolean reset(String key, QuotaPolicy policy);

    /**
     * Builds the canonical key that {@link Quota#key} with the same form yields for these values:
     * {@code key("user", "42")}, {@code key("header:X-Api-Key", raw)}, {@code key("org:{path.org}:{user}", "7",
     * "bob")}.
     *
     * @param form a key form, as in the annotation
     * @param values one value for each expression in braces, in order; one for the forms that take a value, none for
     *     {@code global}
     * @return the canonical key
     * @throws IllegalArgumentException if the form is illegal, or the values do not fit it
     */
    String key(String form, Object... values);

    /**
     * The {@link Quota} declarations of this application.
     *
     * @return the declarations known so far, ordered by their place in the code; those of JAX-RS classes that are not
     *     CDI beans are known once JAX-RS has started
     */
    List<QuotaDeclaration> declarations();
}
