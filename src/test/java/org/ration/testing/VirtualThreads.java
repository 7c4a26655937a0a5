// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ThreadFactory;

/** Virtual threads, for tests that Java 17 compiles. */
public final class VirtualThreads {

    private VirtualThreads() {}

    public static Thread start(Runnable task)
            throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    /** Makes them, on a JDK that has them. */
    public static ThreadFactory factory() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException none) {
            throw new IllegalStateException("Java " + Runtime.version() + " has no virtual threads", none);
        }
    }
}
