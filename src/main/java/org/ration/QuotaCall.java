// SPDX-License-Identifier: Apache-2.0
package org.ration;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that is about to be charged, as the application's {@link QuotaKey}, {@link QuotaLimit}, {@link QuotaCost} and
 * {@link QuotaExceededHandler} see it.
 *
 * <p>The request parts are empty outside a JAX-RS request: in timers, in asynchronous EJB methods, in batch jobs. Valid
 * on the thread and for the time of the call only. A {@link QuotaSettlement} sees it too; where the call ends after its
 * request may be over, as when a stage of a bean completes, it then knows the user but no other part of the request.
 */
public interface QuotaCall {

    /**
     * The declaration that is being charged.
     *
     * @return the annotation
     */
    Quota quota();

    /**
     * The method that is called.
     *
     * @return the method as the interceptor sees it
     */
    Method method();

    /**
     * The arguments of the call.
     *
     * @return the arguments in order; not to be changed
     */
    List<@Nullable Object> arguments();

    /**
     * The name of the caller: the principal of the JAX-RS {@code SecurityContext} within a request, else the caller
     * that Jakarta Security or the EJB container knows.
     *
     * @return the name; empty for an anonymous caller
     */
    Optional<String> user();

    /**
     * The address of the client, in canonical form and without port: the peer, or the client that a trusted proxy
     * names.
     *
     * @return IPv4 dotted, or IPv6 as the network of {@code ration.ipv6-prefix}; empty outside HTTP
     */
    Optional<String> address();

    /**
     * The HTTP method.
     *
     * @return {@code GET}, {@code POST}, …
     */
    Optional<String> httpMethod();

    /**
     * The path of the request, relative to the application's base, decoded, without the query.
     *
     * @return the path, beginning with a slash
     */
    Optional<String> requestPath();

    /**
     * The first value of a request header.
     *
     * @param name the header's name, in any case
     * @return the value
     */
    Optional<String> header(String name);

    /**
     * The first value of a query parameter.
     *
     * @param name the parameter's name
     * @return the decoded value
     */
    Optional<String> parameter(String name);

    /**
     * The value of a path parameter.
     *
     * @param name the name in the {@code @Path} template
     * @return the decoded value
     */
    Optional<String> pathParameter(String name);

    /**
     * A request attribute (property), as set by the application's filters.
     *
     * @param name the attribute's name
     * @return the value
     */
    Optional<Object> attribute(String name);
}
