// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ration.cdi.OpenCall;

/**
 * The calls of a request whose outcome is its response, ended with the request at the latest. A request attribute,
 * which filters, JAX-RS and all threads share.
 */
final class OpenCalls {

    private static final String ATTRIBUTE = OpenCalls.class.getName();

    private final HttpServletResponse response;
    private final List<OpenCall> calls = new CopyOnWriteArrayList<>();

    private OpenCalls(HttpServletResponse response) {
        this.response = response;
    }

    /**
     * The calls of a request that begins or is dispatched anew.
     *
     * @param request the request
     * @param response its response
     * @return the same ones for the whole request
     */
    static OpenCalls of(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(ATTRIBUTE) instanceof OpenCalls known) {
            return known;
        }
        OpenCalls calls = new OpenCalls(response);
        request.setAttribute(ATTRIBUTE, calls);
        return calls;
    }

    /**
     * The calls of a request.
     *
     * @param attributes the request's attributes by name
     * @return the calls; empty for a request that did not come through Ration's filter
     */
    static Optional<OpenCalls> of(Function<String, Object> attributes) {
        return Optional.ofNullable((OpenCalls) attributes.apply(ATTRIBUTE));
    }

    /**
     * Adds a call.
     *
     * @param call the call
     * @param attributes the request's attributes by name
     * @return whether the request ends it
     */
    static boolean add(OpenCall call, Function<String, Object> attributes) {
        Optional<OpenCalls> open = of(attributes);
        open.ifPresent(all -> all.calls.add(call));
        return open.isPresent();
    }

    void each(Consumer<OpenCall> action) {
        calls.forEach(action);
    }

    /** Whether the client may have received a part of the response, so that it cannot be made undone. */
    boolean responseHasBegun() {
        return response.isCommitted();
    }

    /**
     * Ends all calls of a request that has left the filters, now or when it is complete.
     *
     * @param request the request
     */
    void endWith(HttpServletRequest request) {
        if (!calls.isEmpty() && !endsLater(request)) {
            end(this::answered, OpenCall::end);
        }
    }

    private boolean endsLater(HttpServletRequest request) {
        try {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new End());
                return true;
            }
            return false;
        } catch (IllegalStateException complete) { // by another thread, just now
            return false;
        }
    }

    /**
     * Ends all calls of a request that the container answers, as the filters and the servlet have not.
     *
     * @param thrown what they have thrown
     */
    void endWith(Throwable thrown) {
        end(() -> failed(thrown), OpenCall::end);
    }

    /** Also if the container has recycled the response, whose status is lost then. */
    private void end(Runnable outcome, Consumer<OpenCall> ending) {
        try {
            outcome.run();
        } finally {
            each(ending);
        }
    }

    private void answered() {
        each(call -> call.answered(response.getStatus()));
    }

    /** A response that has begun is what the client has received, whatever became of the rest. */
    private void failed(Throwable thrown) {
        if (!responseHasBegun()) {
            each(call -> call.failed(thrown));
            each(call -> call.answered(HttpServletResponse.SC_INTERNAL_SERVER_ERROR));
        }
    }

    /** The end of a request that is answered on another thread, in whatever way. */
    private final class End implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            end(OpenCalls.this::answered, OpenCall::endLater);
        }

        @Override
        public void onError(AsyncEvent event) {
            if (event.getThrowable() != null) {
                end(() -> failed(event.getThrowable()), OpenCall::endLater);
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // completed afterwards
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
