// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import java.lang.reflect.InvocationTargetException;

/** Virtual threads, for tests that Java 17 compiles. */
public final class VirtualThreads {

    private VirtualThreads() {}

    public static Thread start(Runnable task)
            throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }
}
