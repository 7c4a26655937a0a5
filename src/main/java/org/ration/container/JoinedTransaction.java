// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import static java.lang.StackWalker.Option.RETAIN_CLASS_REFERENCE;

import jakarta.ejb.Singleton;
import jakarta.ejb.Stateful;
import jakarta.ejb.Stateless;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Notices that a refused EJB takes the transaction of its caller with it: containers mark a transaction that the EJB
 * has joined for rollback, even if the caller catches the refusal.
 */
public final class JoinedTransaction {

    /** The packages between an EJB and its caller that are Ration's. */
    private static final Set<String> OWN = Set.of("org.ration.container", "org.ration.cdi");

    private static final String REGISTRY = "java:comp/TransactionSynchronizationRegistry";

    private JoinedTransaction() {}

    /**
     * Watches the transaction of a refused call.
     *
     * @param type the class that was called
     * @param lost runs if its caller's transaction has been rolled back
     */
    public static void watch(Class<?> type, Runnable lost) {
        if (isEjb(type)) {
            caller(type).ifPresent(caller -> watch(caller, lost));
        }
    }

    private static boolean isEjb(Class<?> type) {
        return Stream.of(Stateless.class, Stateful.class, Singleton.class).anyMatch(type::isAnnotationPresent);
    }

    private static void watch(StackFrame caller, Runnable lost) {
        try {
            TransactionSynchronizationRegistry registry = InitialContext.doLookup(REGISTRY);
            if (registry.getTransactionStatus() == Status.STATUS_ACTIVE) {
                registry.registerInterposedSynchronization(new Watch(caller, lost));
            }
        } catch (NamingException | IllegalStateException none) {
            return; // no transaction manager, or no transaction that could be watched
        }
    }

    /** The nearest code of the application that called the EJB. */
    private static Optional<StackFrame> caller(Class<?> type) {
        return StackWalker.getInstance(RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(frame -> isCaller(frame.getDeclaringClass(), type))
                        .findFirst());
    }

    private static boolean isCaller(Class<?> candidate, Class<?> type) {
        return candidate.getClassLoader() == type.getClassLoader()
                && !ContainerProxies.isProxy(candidate)
                && !candidate.isAssignableFrom(type)
                && !OWN.contains(candidate.getPackageName());
    }

    /**
     * A transaction that began for the EJB alone ends while its caller still waits for the answer; one that the EJB has
     * joined ends after the caller.
     *
     * @param caller the caller, at the call
     * @param lost what to do if its transaction is rolled back
     */
    private record Watch(StackFrame caller, Runnable lost) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // a transaction that is marked for rollback is not asked
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_ROLLEDBACK && !callerWaits()) {
                lost.run();
            }
        }

        private boolean callerWaits() {
            return StackWalker.getInstance(RETAIN_CLASS_REFERENCE)
                    .walk(frames -> frames.anyMatch(frame -> frame.getDeclaringClass() == caller.getDeclaringClass()
                            && frame.getMethodName().equals(caller.getMethodName())
                            && frame.getByteCodeIndex() == caller.getByteCodeIndex()));
        }
    }
}
