// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import jakarta.enterprise.concurrent.ContextService;
import java.util.concurrent.Executor;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The application's context (class loader, names, security) for threads that are not the container's own. It is that of
 * the thread which starts the application, on whose behalf nobody is logged in, and not that of whichever caller had a
 * thread made.
 */
public final class ApplicationContext {

    private static final String DEFAULT = "java:comp/DefaultContextService";

    private ApplicationContext() {}

    /**
     * Takes the current thread's.
     *
     * @return runs what it is given at once, in this context; without a container, as it is
     */
    public static Executor ofThisThread() {
        try {
            return Container.context(new InitialContext().lookup(DEFAULT));
        } catch (NamingException | RuntimeException | LinkageError none) {
            return Runnable::run;
        }
    }

    /** Its class is there on servers that have Jakarta Concurrency. */
    private static final class Container {

        private static Executor context(Object service) {
            return ((ContextService) service).currentContextExecutor();
        }
    }
}
