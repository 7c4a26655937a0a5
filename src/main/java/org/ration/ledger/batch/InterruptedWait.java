// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import org.ration.QuotaStoreException;

/** The interrupt of a waiting thread: nothing has been charged, and the thread stays interrupted. */
public final class InterruptedWait {

    private InterruptedWait() {}

    /** The failure for the caller. Sets the interrupt flag of the current thread again. */
    public static QuotaStoreException notCharged(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return QuotaStoreException.notCharged("the thread was interrupted while it waited to charge", interrupted);
    }
}
