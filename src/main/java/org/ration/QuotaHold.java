// SPDX-License-Identifier: Apache-2.0
package org.ration;

import java.time.Instant;

/**
 * Units that are held for work whose cost is not known yet: taken from the room of every quota of a list, all or
 * nothing, but not counted. Units that are not settled by {@link #expiresAt} are given back.
 *
 * <pre>{@code
 * try (QuotaHold hold = quotas.reserve(key, tokens, 4_000, Duration.ofMinutes(5)).orThrow()) {
 *     Answer answer = model.ask(prompt);
 *     hold.settle(answer.tokensUsed());
 * } // what threw before it was settled gives all back
 * }</pre>
 *
 * <p>The hold itself is in the database: any node can settle it by its id. Every method but the accessors works in
 * separate short transactions, as {@link QuotaRegistry} says. Safe for use by many threads.
 */
public interface QuotaHold extends AutoCloseable {

    /**
     * The id, by which any node can settle or release it.
     *
     * @return the caller's id, or one of Ration's making
     */
    String id();

    /**
     * The decision.
     *
     * @return the first one that was taken for the id; {@link QuotaDecision#replayed replayed} if that was for another
     *     call
     */
    QuotaDecision decision();

    /**
     * Whether the units are held.
     *
     * @return {@code decision().allowed()}
     */
    boolean allowed();

    /**
     * Turns a refusal into an exception.
     *
     * @return this hold, if allowed
     * @throws QuotaExceededException if refused
     */
    QuotaHold orThrow();

    /**
     * When the units that are not settled are given back.
     *
     * @return the instant; of a refusal, when it was decided
     */
    Instant expiresAt();

    /**
     * Counts all that is held.
     *
     * @return the decision, with the usages after it
     * @throws IllegalStateException if it was refused
     * @throws IllegalArgumentException if the id is not known any more
     */
    QuotaDecision settle();

    /**
     * Counts the cost of the work, as {@link QuotaRegistry#settle} does.
     *
     * @param units one number for all charges, or one for each
     * @return the decision, with the usages after it
     * @throws IllegalStateException if it was refused
     * @throws IllegalArgumentException if a number is out of range, if there are neither one nor as many as charges, or
     *     if the id is not known any more
     */
    QuotaDecision settle(long... units);

    /**
     * Gives back the units still held. Units settled, by this hold or elsewhere, stay counted; does nothing for a
     * refusal.
     */
    void release();

    /**
     * Gives back the units still held, as {@link #release} does, but leaves it to its expiry in two cases: after an
     * attempt to settle, even one that failed, and if {@code reserve} found that the id had been used before, since the
     * work of the first call may still run.
     */
    @Override
    void close();
}
