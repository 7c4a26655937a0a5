// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

/** The work of the library when the application starts: one bean. */
public interface StartTask {

    /** Runs once, on the thread that starts the application; what it throws stops the deployment. */
    void run();
}
