// SPDX-License-Identifier: Apache-2.0
package org.ration;

/**
 * Answers the units that a call takes: rows exported, bytes uploaded.
 *
 * <p>A CDI bean, or a public class with a public no-argument constructor, whose injection points Ration fills, too; one
 * instance of such a class serves all calls. Called on the thread of the call, before the charge, with no lock held.
 */
@FunctionalInterface
public interface QuotaCost {

    /**
     * Answers the cost of this call. Do not trust what a client claims about its own request: refuse an implausible
     * value with a {@link jakarta.ws.rs.BadRequestException}.
     *
     * <p>A {@link jakarta.ws.rs.WebApplicationException} thrown here is the answer of the call. Anything
     * else thrown, and a cost out of range, is answered with 500, its cause logged; it is never a charge of 0. Nothing
     * is counted then.
     *
     * <p>In an EJB an exception of a class that is not an {@link jakarta.ejb.ApplicationException}, such as those of
     * JAX-RS, is a system exception: callers in Java see an {@code EJBException}, and a stateful bean is destroyed.
     * Where that matters, throw an application exception with {@code rollback = true}.
     *
     * @param call the call to be charged
     * @return 0 to {@link QuotaPolicy#MAX_UNITS}; 0 is always allowed and counts nothing
     */
    long costOf(QuotaCall call);
}
