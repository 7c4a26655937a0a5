// SPDX-License-Identifier: Apache-2.0
package org.ration;

/**
 * Answers the key of a call, where no form of {@link Quota#key} can.
 *
 * <p>A CDI bean, or a public class with a public no-argument constructor, whose injection points Ration fills, too; one
 * instance of such a class serves all calls. Called on the thread of the call, before the charge, with no lock held.
 */
@FunctionalInterface
public interface QuotaKey {

    /**
     * Answers the canonical key, as {@link QuotaRegistry#key} builds it: {@code registry.key("user", "42")}.
     *
     * <p>A {@link jakarta.ws.rs.WebApplicationException} thrown here is the answer of the call. Anything
     * else thrown, and a key that is null, blank, longer than 200 characters or has control characters, is answered
     * with 500, its cause logged. Nothing is counted then.
     *
     * <p>In an EJB an exception of a class that is not an {@link jakarta.ejb.ApplicationException}, such as those of
     * JAX-RS, is a system exception: callers in Java see an {@code EJBException}, and a stateful bean is destroyed.
     * Where that matters, throw an application exception with {@code rollback = true}.
     *
     * @param call the call to be charged
     * @return the key
     */
    String keyFor(QuotaCall call);
}
