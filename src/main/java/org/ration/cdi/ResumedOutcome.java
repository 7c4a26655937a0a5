// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.CompletionCallback;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Sees with what a call that holds units resumes its {@code AsyncResponse}. JAX-RS makes the response while it is
 * resumed, on the same thread; of a call that runs without its request, such as that of an {@code Asynchronous} EJB, it
 * learns here.
 */
public final class ResumedOutcome implements InvocationHandler {

    private static final ThreadLocal<OpenCall> RESUMING = new ThreadLocal<>();

    private final AsyncResponse response;
    private final OpenCall call;
    private final boolean endsHere;
    private volatile boolean resumed;

    private ResumedOutcome(AsyncResponse response, OpenCall call, boolean endsHere) {
        this.response = response;
        this.call = call;
        this.endsHere = endsHere;
    }

    /**
     * The call whose response this thread resumes, though the request does not know it.
     *
     * @return the call; empty on all other threads
     */
    public static Optional<OpenCall> current() {
        return Optional.ofNullable(RESUMING.get());
    }

    /**
     * Watches the response that a call is to resume.
     *
     * @param context the call
     * @param call what it holds
     * @param endsHere whether the call ends when it is resumed or the response is completed otherwise; false if the
     *     request sees to that
     * @return whether there is such a response
     */
    static boolean watch(InvocationContext context, OpenCall call, boolean endsHere) {
        Optional<AsyncResponse> suspended = Refusal.suspended(context);
        if (suspended.isEmpty()) {
            return false;
        }
        ResumedOutcome watch = new ResumedOutcome(suspended.get(), call, endsHere);
        Refusal.replaceSuspended(context, proxy(watch));
        if (endsHere) {
            watch.endWhenCompletedOtherwise();
        }
        return true;
    }

    private static AsyncResponse proxy(ResumedOutcome handler) {
        return (AsyncResponse) Proxy.newProxyInstance(
                ResumedOutcome.class.getClassLoader(), new Class<?>[] {AsyncResponse.class}, handler);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean resumes = !resumed && method.getName().equals("resume") && response.isSuspended();
        return resumes ? resume(method, arguments) : invoke(method, arguments);
    }

    private @Nullable Object resume(Method method, Object @Nullable [] arguments) throws Throwable {
        resumed = true;
        Object answer = arguments == null ? null : arguments[0];
        if (answer instanceof Throwable failure) {
            call.failed(failure);
        } else {
            call.returned(answer);
        }
        if (!endsHere) {
            return invoke(method, arguments);
        }
        RESUMING.set(call);
        try {
            return invoke(method, arguments);
        } finally {
            RESUMING.remove();
            call.end();
        }
    }

    private @Nullable Object invoke(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(response, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** Timed out or cancelled, perhaps before a callback was registered. */
    private void endWhenCompletedOtherwise() {
        CompletionCallback completion = this::completed;
        response.register(completion);
        if (!response.isSuspended()) {
            completed(null);
        }
    }

    private void completed(@Nullable Throwable unmapped) {
        if (!resumed) {
            call.failed(unmapped != null ? unmapped : new CancellationException("the response was not resumed"));
            call.endLater();
        }
    }
}
