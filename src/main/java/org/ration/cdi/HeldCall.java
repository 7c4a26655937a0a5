// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.interceptor.InvocationContext;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.ration.container.EjbAnswers;

/**
 * Makes a call that holds units, and ends it where its outcome becomes known: when it returns or throws, when the stage
 * that it returns completes, when its {@code AsyncResponse} is resumed; or when the response of the request is written,
 * if the method is the one that the request has called.
 */
final class HeldCall {

    private final InvocationContext context;
    private final SettlingCall call;
    private final boolean endsWithResponse;
    private final boolean suspended;

    /**
     * A call.
     *
     * @param context the call
     * @param call what it holds
     * @param request the request in which it is made
     */
    HeldCall(InvocationContext context, SettlingCall call, RequestContext request) {
        this.context = context;
        this.call = call;
        this.endsWithResponse = request.answers(context.getTarget().getClass(), context.getMethod(), call);
        this.suspended = ResumedOutcome.watch(context, call, !endsWithResponse);
        if (suspended) {
            detachUnlessResponseEnds();
        }
    }

    /**
     * Makes the call.
     *
     * @return what the method returns, or a stage that completes like its own, once the call is settled
     * @throws Exception what the method throws
     */
    @Nullable
    Object proceed() throws Exception {
        try {
            return answer(context.proceed());
        } catch (Throwable thrown) { // the kind of exception is decided elsewhere
            call.failed(thrown);
            endUnlessResponseDoes();
            throw thrown;
        }
    }

    private @Nullable Object answer(@Nullable Object result) {
        if (result instanceof CompletionStage<?> stage && !isDone(stage)) {
            detachUnlessResponseEnds();
            return whenSettled(stage);
        }
        if (!suspended) {
            take(result);
            endUnlessResponseDoes();
        }
        return result;
    }

    private void detachUnlessResponseEnds() {
        if (!endsWithResponse) {
            call.detach();
        }
    }

    private void endUnlessResponseDoes() {
        if (!endsWithResponse) {
            call.end();
        }
    }

    private static boolean isDone(CompletionStage<?> stage) {
        return stage instanceof Future<?> future && !isMinimal(future) && future.isDone();
    }

    /** Minimal stages are futures by their class only: whatever is asked of them as such, they throw. */
    private static boolean isMinimal(Future<?> future) {
        try {
            future.isDone();
            return false;
        } catch (UnsupportedOperationException minimal) {
            return true;
        }
    }

    /** A future that notifies nobody is itself the answer. */
    private void take(@Nullable Object result) {
        if (result instanceof Future<?> future && EjbAnswers.isAnswer(future)) {
            take(future);
        } else {
            call.returned(result);
        }
    }

    private void take(Future<?> future) {
        try {
            call.returned(future.get());
        } catch (ExecutionException failed) {
            call.failed(failed.getCause() == null ? failed : failed.getCause());
        } catch (CancellationException cancelled) {
            call.failed(cancelled);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            call.returned(future);
        }
    }

    private <T> CompletionStage<T> whenSettled(CompletionStage<T> stage) {
        CompletableFuture<T> relayed = relay(stage);
        boolean relays = context.getMethod().getReturnType().isInstance(relayed);
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                call.returned(value);
            } else {
                call.failed(failure);
            }
            if (endsWithResponse) {
                complete(relayed, value, failure);
            } else {
                call.endLater().whenComplete((settled, never) -> complete(relayed, value, failure));
            }
        });
        if (relays) {
            cancelWith(relayed, stage);
        }
        return relays ? relayed : stage;
    }

    private static <T> CompletableFuture<T> relay(CompletionStage<T> stage) {
        return stage instanceof CompletableFuture<T> own && !isMinimal(own)
                ? own.newIncompleteFuture()
                : new CompletableFuture<>();
    }

    private static <T> void complete(CompletableFuture<T> future, @Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            future.complete(value);
        } else {
            future.completeExceptionally(failure);
        }
    }

    /** A caller that cancels the stage it sees also cancels the one that the method has returned. */
    private static void cancelWith(CompletableFuture<?> relayed, CompletionStage<?> stage) {
        relayed.whenComplete((value, failure) -> {
            if (relayed.isCancelled() && stage instanceof Future<?> future) {
                future.cancel(true);
            }
        });
    }
}
