// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;

/**
 * The event that units were taken, durably and before the charged method runs. Observe it as any CDI event; it has no
 * qualifiers. One is fired for each quota of a charge that takes a unit; none for a charge that was refused.
 *
 * <p>{@code @Observes} is called on the caller's thread, once the charge is committed and no lock of Ration's is held;
 * an exception that it throws changes no answer, and is logged. If the caller is in a transaction, so is the observer:
 * an EJB or a transactional method that throws marks it for rollback, while the charge stands. One with a
 * {@link jakarta.enterprise.event.TransactionPhase} is called in that phase of it. {@code @ObservesAsync} is called on
 * a thread of the container. An event is fired at most once: a node that stops right after the commit fires none, and
 * none is fired where the {@linkplain QuotaStoreException#outcomeUnknown outcome is unknown}.
 *
 * <p>JSON-B writes it as an object with a member for each accessor; without {@code resetAt} if the window never
 * ends.
 */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaCharged extends ChargeEvent {

    private static final long serialVersionUID = 1L;

    /**
     * An event; Ration makes those that it fires.
     *
     * @param account the account's id, which does not contain the key; {@code QuotaAdministration.account} of
     *     {@code org.ration.admin} finds the account by it
     * @param policy the name of the policy, as {@link QuotaPolicy#name}
     * @param cost the units taken
     * @param used units used, these included; above the limit where the quota does not block
     * @param limit the limit that was applied
     * @param resetAt the first instant after the window
     * @param at when it was decided, by the clock of the node
     */
    public QuotaCharged(String account, String policy, long cost, long used, long limit, Instant resetAt, Instant at) {
        super(account, policy, cost, used, limit, resetAt, at);
    }
}
