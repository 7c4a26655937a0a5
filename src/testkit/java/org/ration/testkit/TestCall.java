// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ration.Quota;
import org.ration.QuotaCall;

/**
 * A call to hand to a {@link org.ration.QuotaLimit}, {@link org.ration.QuotaKey}, {@link org.ration.QuotaCost} or
 * {@link org.ration.QuotaSettlement} in a unit test: {@code TestCall.of(Search.class, "search").withUser("bob")}.
 * Everything that is not given is empty. Immutable.
 */
public final class TestCall implements QuotaCall {

    private final Method method;
    private final List<@Nullable Object> arguments;
    private final Map<String, Object> facts;

    private TestCall(Method method, List<@Nullable Object> arguments, Map<String, Object> facts) {
        this.method = method;
        this.arguments = arguments;
        this.facts = facts;
    }

    /**
     * An anonymous call without arguments, outside a request.
     *
     * @param type the class
     * @param method the name of its one method of this name
     * @return the call
     * @throws IllegalArgumentException if the class has no such method, or several
     */
    public static TestCall of(Class<?> type, String method) {
        List<Method> named = Stream.of(type.getDeclaredMethods())
                .filter(any -> any.getName().equals(method) && !any.isSynthetic())
                .toList();
        if (named.size() != 1) {
            throw new IllegalArgumentException(
                    type.getName() + " has " + named.size() + " methods named " + method + "; name one");
        }
        return new TestCall(named.get(0), List.of(), Map.of());
    }

    /**
     * The same call with arguments.
     *
     * @param values the arguments in order; each may be null
     * @return the call
     */
    public TestCall withArguments(@Nullable Object... values) {
        return new TestCall(method, Collections.unmodifiableList(Arrays.asList(values.clone())), facts);
    }

    /**
     * The same call by a caller who is logged in.
     *
     * @param name the caller's name
     * @return the call
     */
    public TestCall withUser(String name) {
        return with("user", name);
    }

    /**
     * The same call from an address.
     *
     * @param address the client's address, in canonical form
     * @return the call
     */
    public TestCall withAddress(String address) {
        return with("address", address);
    }

    /**
     * The same call by a request.
     *
     * @param httpMethod {@code GET}, {@code POST}, …
     * @param path the path, beginning with a slash
     * @return the call
     */
    public TestCall withRequest(String httpMethod, String path) {
        return with("httpMethod", httpMethod).with("requestPath", path);
    }

    /**
     * The same call with a request header.
     *
     * @param name the header's name, in any case
     * @param value its first value
     * @return the call
     */
    public TestCall withHeader(String name, String value) {
        return with(headerFact(name), value);
    }

    /**
     * The same call with a query parameter.
     *
     * @param name the parameter's name
     * @param value its first value, decoded
     * @return the call
     */
    public TestCall withParameter(String name, String value) {
        return with("parameter " + name, value);
    }

    /**
     * The same call with a path parameter.
     *
     * @param name the name in the {@code @Path} template
     * @param value its value, decoded
     * @return the call
     */
    public TestCall withPathParameter(String name, String value) {
        return with("pathParameter " + name, value);
    }

    /**
     * The same call with a request attribute.
     *
     * @param name the attribute's name
     * @param value its value
     * @return the call
     */
    public TestCall withAttribute(String name, Object value) {
        return with("attribute " + name, value);
    }

    private TestCall with(String fact, Object value) {
        Map<String, Object> more = new HashMap<>(facts);
        more.put(fact, value);
        return new TestCall(method, arguments, more);
    }

    private static String headerFact(String name) {
        return "header " + name.toLowerCase(Locale.ROOT);
    }

    private Optional<String> text(String fact) {
        return Optional.ofNullable((String) facts.get(fact));
    }

    /** The first of the method, else of its class. */
    @Override
    public Quota quota() {
        return Stream.of(method, method.getDeclaringClass())
                .flatMap(declaring -> Stream.of(declaring.getAnnotationsByType(Quota.class)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(method + " has no @Quota, and its class has none"));
    }

    @Override
    public Method method() {
        return method;
    }

    @Override
    public List<@Nullable Object> arguments() {
        return arguments;
    }

    @Override
    public Optional<String> user() {
        return text("user");
    }

    @Override
    public Optional<String> address() {
        return text("address");
    }

    @Override
    public Optional<String> httpMethod() {
        return text("httpMethod");
    }

    @Override
    public Optional<String> requestPath() {
        return text("requestPath");
    }

    @Override
    public Optional<String> header(String name) {
        return text(headerFact(name));
    }

    @Override
    public Optional<String> parameter(String name) {
        return text("parameter " + name);
    }

    @Override
    public Optional<String> pathParameter(String name) {
        return text("pathParameter " + name);
    }

    @Override
    public Optional<Object> attribute(String name) {
        return Optional.ofNullable(facts.get("attribute " + name));
    }
}
