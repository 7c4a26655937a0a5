// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ration.Quota;
import org.ration.QuotaCall;

/**
 * One call, seen by one declaration.
 *
 * @param quota the declaration's annotation
 * @param method the method
 * @param arguments its arguments
 * @param request the request
 */
record Call(Quota quota, Method method, List<@Nullable Object> arguments, RequestContext request) implements QuotaCall {

    static Call of(Quota quota, InvocationContext context, RequestContext request) {
        Object[] parameters = context.getParameters();
        List<@Nullable Object> arguments =
                parameters == null ? List.of() : Collections.unmodifiableList(Arrays.asList(parameters));
        return new Call(quota, context.getMethod(), arguments, request);
    }

    /**
     * This call for later, when the request may be over, and its objects belong to another one.
     *
     * @return a call that knows the caller, but no other part of the request
     */
    Call detached() {
        Optional<String> caller = request.user();
        return new Call(quota, method, arguments, new NoRequestContext(() -> caller));
    }

    @Override
    public Optional<String> user() {
        return request.user();
    }

    @Override
    public Optional<String> address() {
        return request.address();
    }

    @Override
    public Optional<String> httpMethod() {
        return request.httpMethod();
    }

    @Override
    public Optional<String> requestPath() {
        return request.requestPath();
    }

    @Override
    public Optional<String> header(String name) {
        return request.header(name);
    }

    @Override
    public Optional<String> parameter(String name) {
        return request.parameter(name);
    }

    @Override
    public Optional<String> pathParameter(String name) {
        return request.pathParameter(name);
    }

    @Override
    public Optional<Object> attribute(String name) {
        return request.attribute(name);
    }
}
