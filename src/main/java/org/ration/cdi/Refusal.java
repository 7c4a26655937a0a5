// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededException;
import org.ration.log.LogLimiter;
import org.ration.log.OneLine;

/**
 * How a refused method answers: an {@code AsyncResponse} among its parameters is resumed, a {@code CompletionStage}
 * that it returns completes exceptionally, a timer's run is skipped, any other method throws.
 */
final class Refusal {

    private static final Logger LOG = System.getLogger("org.ration");

    private static final LogLimiter PASSED_OVER = new LogLimiter();

    private Refusal() {}

    /**
     * Answers a call that is not made with an exception.
     *
     * @param context the call
     * @param answer the exception
     * @return what the method is to return
     */
    static @Nullable Object fail(InvocationContext context, RuntimeException answer) {
        Optional<AsyncResponse> suspended = suspended(context);
        if (suspended.isPresent()) {
            suspended.get().resume(answer);
            return null;
        }
        if (returnsStage(context.getMethod().getReturnType())) {
            return CompletableFuture.failedFuture(answer);
        }
        if (context.getTimer() != null) {
            return passOver(context, answer);
        }
        throw answer;
    }

    /**
     * Writes the decision to the response of a call that runs without its request.
     *
     * @param context the call, which is allowed
     * @param decision the decision
     */
    static void announce(InvocationContext context, QuotaDecision decision) {
        suspended(context).ifPresent(response -> replaceSuspended(context, ResumedDecision.with(response, decision)));
    }

    /**
     * Hands a call another response to resume, unless its parameter is of a class of the application's.
     *
     * @param context the call, which has one
     * @param response the response for the method
     */
    static void replaceSuspended(InvocationContext context, AsyncResponse response) {
        Object[] parameters = context.getParameters();
        Class<?>[] types = context.getMethod().getParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            if (types[i] == AsyncResponse.class && parameters[i] instanceof AsyncResponse) {
                parameters[i] = response;
            }
        }
        context.setParameters(parameters);
    }

    /**
     * Containers retry a timer whose method throws, and Payara Micro 6.2025.10 cancels it after a few failures.
     * {@code EnterpriseBeansContract.aRefusedScheduleDoesNotRunAndExpiresAgain} fails if the refusal is thrown.
     */
    private static @Nullable Object passOver(InvocationContext context, RuntimeException answer) {
        Level level = answer instanceof QuotaExceededException ? Level.INFO : Level.WARNING;
        String method = DeploymentProblems.name(context.getMethod());
        PASSED_OVER.each(
                method,
                more -> LOG.log(
                        level,
                        "timer method " + method + " was not run: " + OneLine.of(answer.getMessage())
                                + (more == 0 ? "" : "; nor was it " + more + " more times since the last line")));
        return null;
    }

    /**
     * Answers a refused call with the application's own response.
     *
     * @param context the call
     * @param decision the refusal
     * @param response the response of its handler
     * @return what the method is to return
     */
    static @Nullable Object answer(InvocationContext context, QuotaDecision decision, Response response) {
        QuotaExceededException refusal = new QuotaExceededException(decision);
        Response complete = completed(response, refusal.getResponse());
        boolean canReturnIt = context.getMethod().getReturnType() == Response.class
                && suspended(context).isEmpty();
        return canReturnIt ? complete : fail(context, new QuotaExceededException(decision, complete));
    }

    /** Adds the headers that a custom response lacks. */
    private static Response completed(Response custom, Response standard) {
        Response.ResponseBuilder completed = Response.fromResponse(custom).status(custom.getStatusInfo());
        standard.getStringHeaders().forEach((name, values) -> {
            if (!custom.getHeaders().containsKey(name)) {
                values.forEach(value -> completed.header(name, value));
            }
        });
        return completed.build();
    }

    private static boolean returnsStage(Class<?> type) {
        return CompletionStage.class.isAssignableFrom(type) && type.isAssignableFrom(CompletableFuture.class);
    }

    static Optional<AsyncResponse> suspended(InvocationContext context) {
        Object[] parameters = context.getParameters();
        return parameters == null
                ? Optional.empty()
                : Stream.of(parameters)
                        .filter(AsyncResponse.class::isInstance)
                        .map(AsyncResponse.class::cast)
                        .findFirst();
    }
}
