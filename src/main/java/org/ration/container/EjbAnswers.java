// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import jakarta.ejb.AsyncResult;
import java.util.concurrent.Future;

/** What asynchronous methods of EJBs return. */
public final class EjbAnswers {

    private EjbAnswers() {}

    /**
     * Whether a future is itself the answer: an {@code Asynchronous} EJB wraps what it answers in one that must not be
     * asked for its state.
     *
     * @param future what a method has returned
     * @return true if the answer can be had from it at once
     */
    public static boolean isAnswer(Future<?> future) {
        return future instanceof AsyncResult || future.isDone();
    }
}
