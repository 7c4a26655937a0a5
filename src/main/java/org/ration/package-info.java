/**
 * Ration: durable usage quotas for Jakarta EE applications. Applications import this package only.
 *
 * <ul>
 *   <li>{@link org.ration.Quota} declares a quota on a method or class; {@link org.ration.QuotaKey},
 *       {@link org.ration.QuotaLimit}, {@link org.ration.QuotaCost} and {@link org.ration.QuotaExceededHandler} are its
 *       callbacks; they see the call as {@link org.ration.QuotaCall}.
 *   <li>{@link org.ration.QuotaRegistry} charges, reads and resets from code, with {@link org.ration.QuotaPolicy},
 *       {@link org.ration.QuotaPeriod} and {@link org.ration.QuotaCharge}; it answers {@link org.ration.QuotaDecision}
 *       and {@link org.ration.QuotaUsage}.
 *   <li>{@link org.ration.QuotaExceededException} is a refusal, {@link org.ration.QuotaKeyException} a call without a
 *       key, {@link org.ration.QuotaStoreException} a database that cannot answer.
 *   <li>{@link org.ration.QuotaCharged}, {@link org.ration.QuotaRefused}, {@link org.ration.QuotaThresholdCrossed} and
 *       {@link org.ration.QuotaUncounted} are CDI events about charges.
 *   <li>{@link org.ration.QuotaStore} marks the entity manager that keeps the counters.
 * </ul>
 *
 * @serial exclude
 */
@NullMarked
package org.ration;

import org.jspecify.annotations.NullMarked;
