// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

/** A kind of transaction around the application's work. */
public interface Caller {

    /** Does work in a transaction, and ends it as wanted; rolls back if the work throws. */
    void call(Runnable work, boolean commit);
}
