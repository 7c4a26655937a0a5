// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.Supplier;
import org.ration.QuotaDecision;

/**
 * The context of a call outside HTTP: only the caller can be known.
 *
 * @param caller asks the container for the caller's name
 */
record NoRequestContext(Supplier<Optional<String>> caller) implements RequestContext {

    @Override
    public Optional<String> user() {
        return caller.get();
    }

    @Override
    public Optional<String> address() {
        return Optional.empty();
    }

    @Override
    public Optional<String> httpMethod() {
        return Optional.empty();
    }

    @Override
    public Optional<String> requestPath() {
        return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> parameter(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> pathParameter(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Object> attribute(String name) {
        return Optional.empty();
    }

    @Override
    public void decided(QuotaDecision decision) {
        // no response to put it on
    }

    @Override
    public boolean answers(Class<?> target, Method called, OpenCall call) {
        return false;
    }
}
