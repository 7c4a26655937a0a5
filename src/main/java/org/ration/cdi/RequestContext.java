// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.lang.reflect.Method;
import java.util.Optional;
import org.ration.QuotaDecision;

/**
 * The parts of a request, and its decisions. Filled by the HTTP edge; used on the request's thread.
 *
 * <p>The answers are those of {@link org.ration.QuotaCall}.
 */
public interface RequestContext {

    /**
     * The caller.
     *
     * @return the name; empty for an anonymous caller
     */
    Optional<String> user();

    /**
     * The client's address, canonical.
     *
     * @return the address; empty outside HTTP
     */
    Optional<String> address();

    /**
     * The HTTP method.
     *
     * @return the method; empty outside HTTP
     */
    Optional<String> httpMethod();

    /**
     * The path below the application's base.
     *
     * @return the path; empty outside HTTP
     */
    Optional<String> requestPath();

    /**
     * A header.
     *
     * @param name its name, in any case
     * @return the first value
     */
    Optional<String> header(String name);

    /**
     * A query parameter.
     *
     * @param name its name
     * @return the first value
     */
    Optional<String> parameter(String name);

    /**
     * A path parameter.
     *
     * @param name its name
     * @return the value
     */
    Optional<String> pathParameter(String name);

    /**
     * A request attribute.
     *
     * @param name its name
     * @return the value
     */
    Optional<Object> attribute(String name);

    /**
     * Keeps a decision for the response's headers and the request's attribute.
     *
     * @param decision the decision on a declared quota
     */
    void decided(QuotaDecision decision);

    /**
     * Takes over a call that holds units, if its outcome is the response of this request; then the request ends it.
     *
     * @param target the class of the object that is called
     * @param called the method that is called
     * @param call the call
     * @return whether the request ends it; false if its outcome is what the method returns or throws
     */
    boolean answers(Class<?> target, Method called, OpenCall call);
}
