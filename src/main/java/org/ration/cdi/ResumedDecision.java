// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.ws.rs.container.AsyncResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.ration.QuotaDecision;

/**
 * Hands a decision to the response of a request whose method runs on another thread, such as that of an
 * {@code Asynchronous} EJB: JAX-RS makes the response while the method resumes its {@code AsyncResponse}.
 */
public final class ResumedDecision {

    private static final ThreadLocal<QuotaDecision> RESUMING = new ThreadLocal<>();

    private ResumedDecision() {}

    /**
     * The decision for the response that this thread resumes.
     *
     * @return the decision; empty on all other threads
     */
    public static Optional<QuotaDecision> current() {
        return Optional.ofNullable(RESUMING.get());
    }

    /**
     * Wraps the response that a method is to resume.
     *
     * @param response the suspended response
     * @param decision the decision about the call
     * @return the response for the method
     */
    static AsyncResponse with(AsyncResponse response, QuotaDecision decision) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            RESUMING.set(decision);
            try {
                return method.invoke(response, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            } finally {
                RESUMING.remove();
            }
        };
        return (AsyncResponse) Proxy.newProxyInstance(
                ResumedDecision.class.getClassLoader(), new Class<?>[] {AsyncResponse.class}, handler);
    }
}
