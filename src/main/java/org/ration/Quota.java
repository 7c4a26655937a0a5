// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Charges every call of a method to a durable quota, and refuses the call when the quota is used up.
 *
 * <pre>{@code
 * @GET
 * @Quota(key = "user", limit = 10_000)                                        // per user and month
 * @Quota(key = "user", limit = 1_000, period = "day")                         // and per day: all or nothing
 * public Report report() { ... }
 * }</pre>
 *
 * <p><b>Where.</b> On business methods of CDI beans, JAX-RS resources and EJBs, on EJB timer methods, on a class for
 * all its business methods, and on a stereotype. The declarations on a method replace those on its class; {@link None}
 * removes them. A declaration on an interface method or on an overridden method applies to the methods that implement
 * or override it. Calls that the container cannot intercept (a bean that calls itself, objects made with {@code new})
 * are not charged; Ration reports at deployment those that it can see. A timer method that is refused, or cannot be
 * charged, throws nothing: Ration skips the run and logs it, because containers cancel timers whose methods throw.
 *
 * <p><b>When.</b> After authorization and before {@code @Transactional} and the interceptors of MicroProfile Fault
 * Tolerance ({@link #PRIORITY}), so a method that is retried is charged once. The charge commits in a separate
 * transaction before the method runs: a rollback of the method's transaction refunds nothing, and a refused call has
 * done no work.
 *
 * <p><b>Several quotas</b> on one method are charged all or nothing: if one of them refuses, none takes a unit.
 *
 * <p><b>Who shares a counter.</b> A counter is identified by scope, period unit and key. Two methods that agree in all
 * three share one counter; a day and a month quota of one user are two.
 *
 * <p>Every illegal declaration is reported when the application is deployed, all of them at once.
 *
 * @see QuotaRegistry for charging, reading and resetting from code
 */
@Documented
@Inherited
@InterceptorBinding
@Repeatable(Quotas.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Quota {

    /** A {@link #limit} that counts and never refuses. */
    long UNLIMITED = QuotaPolicy.UNLIMITED;

    /** The greatest limit (but for {@link #UNLIMITED}) and the greatest cost of one call: 999,999,999,999,999. */
    long MAX_UNITS = QuotaPolicy.MAX_UNITS;

    /**
     * The priority of the interceptor: after authorization, before {@code @Transactional} (200) and Fault Tolerance.
     */
    int PRIORITY = Interceptor.Priority.PLATFORM_BEFORE + 100;

    /** The default of {@link #holdFor}: a quarter of an hour. */
    String HOLD_FOR = "PT15M";

    /**
     * The form of the key: {@code "user"}, {@code "ip"}, {@code "user_or_ip"}, {@code "header:NAME"},
     * {@code "param:NAME"} (a query parameter), {@code "path:NAME"}, {@code "global"}, {@code "global:NAME"}, or a
     * template such as {@code "org:{path.org}:{user}"} or {@code "api_key:{secret(request.api_key)}"}.
     *
     * <p>Exactly one of {@code key} and {@link #keyBy} is given. If the key cannot be determined (a missing header, an
     * empty value), the call is answered with 400, or 401 where the user is missing, and nothing is counted; it is
     * never charged to a shared counter.
     *
     * @return the form of the key
     */
    @Nonbinding
    String key() default "";

    /**
     * Answers the key for a call where no form of {@link #key} can.
     *
     * @return a CDI bean, or a public class with a public no-argument constructor; {@code QuotaKey.class} stands for
     *     none
     */
    @Nonbinding
    Class<? extends QuotaKey> keyBy() default QuotaKey.class;

    /**
     * The units that one key may use in one window: 0 to {@link #MAX_UNITS}, or {@link #UNLIMITED}. 0 refuses
     * everything.
     *
     * <p>An operator's override, {@link #limitBy} and the setting {@code ration.limit.<policy name>} take precedence,
     * in this order.
     *
     * @return the limit in units
     */
    @Nonbinding
    long limit();

    /**
     * Answers the limit for a key and a call: plans, tiers.
     *
     * @return a CDI bean, or a public class with a public no-argument constructor; {@code QuotaLimit.class} stands for
     *     none
     */
    @Nonbinding
    Class<? extends QuotaLimit> limitBy() default QuotaLimit.class;

    /**
     * The period, as {@link QuotaPeriod#parse} reads it: {@code minute}, {@code hour}, {@code day}, {@code week},
     * {@code month}, {@code quarter}, {@code year}, {@code 30d} or {@code 30}, {@code 5h}, {@code 90min}, {@code once},
     * {@code month@15}. With {@code inflight}, the limit is that of the units held by calls that are running now, on
     * all nodes together.
     *
     * @return the period
     */
    @Nonbinding
    String period() default "month";

    /**
     * The IANA zone in which calendar windows begin, such as {@code Europe/Berlin}.
     *
     * @return the zone; empty for the setting {@code ration.zone}
     */
    @Nonbinding
    String zone() default "";

    /**
     * Keeps quotas of one key apart: {@code "exports"}, {@code "uploads"}.
     *
     * @return empty, or 1 to 64 letters, digits, dots, underscores and hyphens, beginning with a letter or digit
     */
    @Nonbinding
    String scope() default "";

    /**
     * The units that one call takes: 0 to {@link #MAX_UNITS}. A cost of 0 is always allowed and counts nothing.
     *
     * @return the cost in units
     */
    @Nonbinding
    long cost() default 1;

    /**
     * Answers the units for a call: rows exported, bytes uploaded. Not together with a {@link #cost} other than 1.
     *
     * @return a CDI bean, or a public class with a public no-argument constructor; {@code QuotaCost.class} stands for
     *     none
     */
    @Nonbinding
    Class<? extends QuotaCost> costBy() default QuotaCost.class;

    /**
     * Whether a call beyond the limit is refused. If false, it passes and its units are still counted: used may exceed
     * the limit.
     *
     * @return true to refuse
     */
    @Nonbinding
    boolean block() default true;

    /**
     * Builds the response for a refused call. Where the method cannot return a {@code Response}, the
     * {@link QuotaExceededException} carries it.
     *
     * @return a CDI bean, or a public class with a public no-argument constructor; {@code QuotaExceededHandler.class}
     *     stands for none
     */
    @Nonbinding
    Class<? extends QuotaExceededHandler> onExceeded() default QuotaExceededHandler.class;

    /**
     * Answers the units that a call finally cost, once its outcome is known: tokens of a language model, exported rows,
     * only what succeeded. The call holds its cost from before it runs; the rest is given back when it ends.
     * With {@link OnSuccess}, a call that fails costs nothing.
     *
     * <p>The outcome is known when the method returns or throws; where it answers by a {@code CompletionStage} or an
     * {@code AsyncResponse}, when that completes; and where it is the resource method of a request, when the response
     * has been written. Not together with the period {@code inflight}, which never counts.
     *
     * @return a CDI bean, or a public class with a public no-argument constructor; {@code QuotaSettlement.class} stands
     *     for none: the cost is counted before the call
     */
    @Nonbinding
    Class<? extends QuotaSettlement> settleBy() default QuotaSettlement.class;

    /**
     * The longest time for which a call with {@link #settleBy}, or with the period {@code inflight}, holds its units.
     * After it they are given back, even if the node that held them has died. Longer than the longest call: a call that
     * runs longer is still settled, but until then its units are not held.
     *
     * @return an ISO 8601 duration from one second to seven days
     */
    @Nonbinding
    String holdFor() default HOLD_FOR;

    /** On a method: the quotas declared on its class do not apply to it. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface None {}
}
