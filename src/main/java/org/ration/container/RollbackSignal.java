// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import jakarta.ejb.ApplicationException;
import org.jspecify.annotations.Nullable;

/**
 * Ends a transaction by rollback: there is nothing to commit, or the work failed. Being an application exception, it
 * passes a container unwrapped and unlogged. It has no stack trace; that of the cause is sufficient.
 */
@ApplicationException(rollback = true)
public class RollbackSignal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** There is nothing to commit. */
    public RollbackSignal() {
        this(null);
    }

    /**
     * The work failed.
     *
     * @param cause the failure
     */
    public RollbackSignal(@Nullable RuntimeException cause) {
        super(null, cause, false, false);
    }
}
