// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A call that holds units, from the moment it is allowed until its outcome is known: takes note of what the outcome is
 * made of, and ends once. Safe for use by many threads.
 */
public interface OpenCall {

    /**
     * Takes note of what the call answered.
     *
     * @param answer the answer; null for none
     */
    void returned(@Nullable Object answer);

    /**
     * Takes note of why the call failed, or why its response could not be written.
     *
     * @param reason what was thrown
     */
    void failed(Throwable reason);

    /**
     * Takes note of the response that was made of the call.
     *
     * @param status its status
     */
    void answered(int status);

    /**
     * Settles by the outcome as it is known now, and waits until that is durable; the second time does nothing. Throws
     * nothing.
     */
    void end();

    /**
     * Settles by the outcome as it is known now, and keeps no thread waiting; the second time does nothing.
     *
     * @return completes when it is durable, never exceptionally
     */
    CompletionStage<?> endLater();
}
