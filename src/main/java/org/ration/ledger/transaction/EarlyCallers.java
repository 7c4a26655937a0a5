// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.transaction;

import static java.lang.StackWalker.Option.RETAIN_CLASS_REFERENCE;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Startup;
import java.lang.StackWalker.StackFrame;
import java.util.Arrays;

/** Finds callers that start the application, and whose failure keeps it from starting. */
public final class EarlyCallers {

    private EarlyCallers() {}

    /**
     * Whether this thread runs the lifecycle callback of a {@code Startup} bean.
     *
     * @return true while such a bean starts
     */
    public static boolean isStarting() {
        return StackWalker.getInstance(RETAIN_CLASS_REFERENCE).walk(frames -> frames.anyMatch(EarlyCallers::isOfStart));
    }

    private static boolean isOfStart(StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        return type.isAnnotationPresent(Startup.class)
                && Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.getName().equals(frame.getMethodName()))
                        .anyMatch(method -> method.isAnnotationPresent(PostConstruct.class));
    }
}
