// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ration.QuotaDecision;
import org.ration.cdi.OpenCall;
import org.ration.cdi.RequestContext;
import org.ration.cdi.RequestContextHolder;

/** The HTTP request of a test, as soon as it is given a fact. */
@Dependent
public class TestRequest implements RequestContext {

    private final Map<String, Object> facts = new HashMap<>();
    private final List<QuotaDecision> decisions = new ArrayList<>();

    private Runnable onDecision = () -> {};
    private Runnable onCall = () -> {};

    @Inject
    private RequestContextHolder current;

    /** Makes the request one by somebody. */
    public TestRequest by(String user) {
        return with("user", user);
    }

    /** Makes the request one from an address. */
    public TestRequest from(String address) {
        return with("address", address);
    }

    /** Gives the request a method and a path. */
    public TestRequest to(String httpMethod, String path) {
        return with("httpMethod", httpMethod).with("requestPath", path);
    }

    /** Adds a header. */
    public TestRequest header(String name, String value) {
        return with("header " + name.toLowerCase(Locale.ROOT), value);
    }

    /** Adds a query parameter. */
    public TestRequest parameter(String name, String value) {
        return with("parameter " + name, value);
    }

    /** Adds a path parameter. */
    public TestRequest pathParameter(String name, String value) {
        return with("pathParameter " + name, value);
    }

    /** Adds a request attribute. */
    public TestRequest attribute(String name, Object value) {
        return with("attribute " + name, value);
    }

    /** Has something happen when a decision is noted. */
    public void onDecision(Runnable action) {
        onDecision = action;
    }

    /** Has something happen when the request is asked whether it ends a call. */
    public void onCall(Runnable action) {
        onCall = action;
    }

    /** What was decided in the request. */
    public List<QuotaDecision> decisions() {
        return decisions;
    }

    private TestRequest with(String fact, Object value) {
        facts.put(fact, value);
        current.begin(this);
        return this;
    }

    private Optional<String> text(String fact) {
        return Optional.ofNullable((String) facts.get(fact));
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

    @Override
    public void decided(QuotaDecision decision) {
        decisions.add(decision);
        onDecision.run();
    }

    @Override
    public boolean answers(Class<?> target, Method called, OpenCall call) {
        onCall.run();
        return false;
    }
}
