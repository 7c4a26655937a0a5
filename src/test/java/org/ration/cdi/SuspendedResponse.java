// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.CompletionCallback;
import jakarta.ws.rs.container.TimeoutHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A suspended response that remembers what it is resumed with. */
class SuspendedResponse implements AsyncResponse {

    private final List<Object> resumedWith = new ArrayList<>();
    private final List<CompletionCallback> completions = new ArrayList<>();

    /** Completes it as a container does whose time-out is over. */
    void complete() {
        completions.forEach(completion -> completion.onComplete(null));
    }

    List<Object> resumedWith() {
        return resumedWith;
    }

    @Override
    public boolean resume(Object response) {
        return resumedWith.add(response);
    }

    @Override
    public boolean resume(Throwable response) {
        return resumedWith.add(response);
    }

    @Override
    public boolean cancel() {
        return false;
    }

    @Override
    public boolean cancel(int retryAfter) {
        return false;
    }

    @Override
    public boolean cancel(Date retryAfter) {
        return false;
    }

    @Override
    public boolean isSuspended() {
        return resumedWith.isEmpty();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isDone() {
        return !isSuspended();
    }

    @Override
    public boolean setTimeout(long time, TimeUnit unit) {
        return false;
    }

    @Override
    public void setTimeoutHandler(TimeoutHandler handler) {
        throw new UnsupportedOperationException("Ration sets no timeout");
    }

    @Override
    public Collection<Class<?>> register(Class<?> callback) {
        return List.of();
    }

    @Override
    public Map<Class<?>, Collection<Class<?>>> register(Class<?> callback, Class<?>... callbacks) {
        return Map.of();
    }

    @Override
    public Collection<Class<?>> register(Object callback) {
        completions.add((CompletionCallback) callback);
        return List.of(CompletionCallback.class);
    }

    @Override
    public Map<Class<?>, Collection<Class<?>>> register(Object callback, Object... callbacks) {
        return Map.of();
    }
}
