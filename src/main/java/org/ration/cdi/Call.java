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
 * @param facts the facts of the request
 */
record Call(Quota quota, Method method, List<@Nullable Object> arguments, RequestContext facts) implements QuotaCall {

    static Call of(Quota quota, InvocationContext context, RequestContext facts) {
        Object[] parameters = context.getParameters();
        List<@Nullable Object> arguments =
                parameters == null ? List.of() : Collections.unmodifiableList(Arrays.asList(parameters));
        return new Call(quota, context.getMethod(), arguments, facts);
    }

    @Override
    public Optional<String> user() {
        return facts.user();
    }

    @Override
    public Optional<String> address() {
        return facts.address();
    }

    @Override
    public Optional<String> httpMethod() {
        return facts.httpMethod();
    }

    @Override
    public Optional<String> requestPath() {
        return facts.requestPath();
    }

    @Override
    public Optional<String> header(String name) {
        return facts.header(name);
    }

    @Override
    public Optional<String> parameter(String name) {
        return facts.parameter(name);
    }

    @Override
    public Optional<String> pathParameter(String name) {
        return facts.pathParameter(name);
    }

    @Override
    public Optional<Object> attribute(String name) {
        return facts.attribute(name);
    }
}
