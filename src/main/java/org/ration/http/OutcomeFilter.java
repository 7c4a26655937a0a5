// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ration.cdi.OpenCall;
import org.ration.cdi.ResumedOutcome;
import org.ration.container.JerseyTypes;

/**
 * Ends a call that holds units when its response has been written, before the client can see the end of it: a client
 * that then calls again finds settled what it has used. The last filter, so that it sees the status that is sent, and
 * around all writers. Responses that go on after that (events, and chunks: {@link JerseyTypes}) end with their request.
 */
@Priority(Integer.MIN_VALUE)
final class OutcomeFilter implements ContainerResponseFilter, WriterInterceptor {

    private final boolean sendsEvents;

    private OutcomeFilter(boolean sendsEvents) {
        this.sendsEvents = sendsEvents;
    }

    /**
     * The filter of a resource method.
     *
     * @param method the method
     * @return the filter
     */
    static OutcomeFilter of(Method method) {
        return new OutcomeFilter(Arrays.asList(method.getParameterTypes()).contains(SseEventSink.class));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        each(request::getProperty, call -> call.answered(response.getStatus()));
        if (!response.hasEntity() && !sendsEvents) {
            each(request::getProperty, OpenCall::end);
        }
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        try {
            context.proceed();
        } catch (IOException | RuntimeException thrown) {
            if (!responseHasBegun(context)) {
                each(
                        context::getProperty,
                        call -> call.failed(JerseyTypes.unwrapped(thrown))); // another response will be made of it
                throw thrown;
            }
            end(context);
            throw thrown;
        }
        end(context);
    }

    private static boolean responseHasBegun(WriterInterceptorContext context) {
        return OpenCalls.of(context::getProperty)
                .filter(OpenCalls::responseHasBegun)
                .isPresent();
    }

    private void end(WriterInterceptorContext context) {
        Object entity = context.getEntity();
        if (!sendsEvents && (entity == null || !JerseyTypes.isChunked(entity))) {
            each(context::getProperty, OpenCall::end);
        }
    }

    private static void each(Function<String, Object> attributes, Consumer<OpenCall> action) {
        OpenCalls.of(attributes).ifPresent(calls -> calls.each(action));
        Optional<OpenCall> resumed = ResumedOutcome.current();
        resumed.ifPresent(action);
    }
}
