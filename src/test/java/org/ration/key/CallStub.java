// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ration.Quota;
import org.ration.QuotaCall;

/** A call whose facts a test sets one by one. */
final class CallStub implements QuotaCall {

    private final Map<String, Object> facts = new HashMap<>();
    private List<@Nullable Object> arguments = List.of();
    private @Nullable Method method;

    static CallStub call() {
        return new CallStub();
    }

    CallStub user(String name) {
        return with("user", name);
    }

    CallStub address(String address) {
        return with("address", address);
    }

    CallStub header(String name, String value) {
        return with("header " + name.toLowerCase(Locale.ROOT), value);
    }

    CallStub parameter(String name, String value) {
        return with("parameter " + name, value);
    }

    CallStub pathParameter(String name, String value) {
        return with("pathParameter " + name, value);
    }

    CallStub attribute(String name, Object value) {
        return with("attribute " + name, value);
    }

    CallStub request(String httpMethod, String path) {
        return with("httpMethod", httpMethod).with("requestPath", path);
    }

    CallStub arguments(Method called, @Nullable Object... values) {
        method = called;
        arguments = Arrays.asList(values);
        return this;
    }

    private CallStub with(String fact, Object value) {
        facts.put(fact, value);
        return this;
    }

    private Optional<String> text(String fact) {
        return Optional.ofNullable((String) facts.get(fact));
    }

    @Override
    public Quota quota() {
        throw new UnsupportedOperationException("keys do not ask for it");
    }

    @Override
    public Method method() {
        return Optional.ofNullable(method).orElseThrow();
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
        return text("header " + name.toLowerCase(Locale.ROOT));
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
