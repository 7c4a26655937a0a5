// SPDX-License-Identifier: Apache-2.0
package org.ration;

/**
 * Answers whom a call counts for, where no form of {@link Quota#key} can.
 *
 * <p>A CDI bean, or a public class with a public no-argument constructor, whose injection points are filled all the same; then
 * one instance serves all calls. Called on the thread of the call, before the charge, with no lock held.
 */
@FunctionalInterface
public interface QuotaKey {

    /**
     * Answers the canonical key, as {@link QuotaRegistry#key} builds it: {@code registry.key("user", "42")}.
     *
     * <p>A {@link jakarta.ws.rs.WebApplicationException} thrown here is the answer of the call as it stands. Anything
     * else thrown, and a key that is null, blank, longer than 200 characters or has control characters, is answered with
     * 500, its cause logged. Nothing is counted then.
     *
     * <p>In an EJB an exception of a class that is no {@link jakarta.ejb.ApplicationException}, as those of JAX-RS, is a system
     * exception: callers in Java see an {@code EJBException}, and a stateful bean is gone. Throw one of a class that is, with
     * {@code rollback = true}, where that matters.
     *
     * @param call the call to be charged
     * @return the key
     */
    String keyFor(QuotaCall call);
}
