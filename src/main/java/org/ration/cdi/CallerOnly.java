// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ration.Quota;
import org.ration.QuotaCall;

/**
 * The caller of a quota'd method who does not call it: known are who it is, where from, and what all its requests
 * carry.
 *
 * @param quota the declaration's annotation
 * @param request a request of the caller
 */
record CallerOnly(Quota quota, RequestContext request) implements QuotaCall {

    @Override
    public Method method() {
        throw new UnsupportedOperationException("no method is called");
    }

    @Override
    public List<@Nullable Object> arguments() {
        return List.of();
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
        return Optional.empty();
    }

    @Override
    public Optional<String> requestPath() {
        return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
        return request.header(name);
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
        return request.attribute(name);
    }
}
