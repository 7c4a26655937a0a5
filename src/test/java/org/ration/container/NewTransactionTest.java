// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.ejb.SessionContext;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ration.QuotaStoreException;

class NewTransactionTest {

    private final AtomicBoolean marked = new AtomicBoolean();
    private final AtomicReference<Synchronization> registered = new AtomicReference<>();

    private final NewTransaction transaction = new NewTransaction(
            stub(EntityManager.class, arguments -> null),
            stub(SessionContext.class, arguments -> marked.get()),
            stub(TransactionSynchronizationRegistry.class, arguments -> {
                registered.set((Synchronization) arguments[0]);
                return null;
            }));

    @Test
    void doesNotTakeATransactionForCommittedThatSomebodyElseHasMarkedForRollback() {
        assertThat(refusal(() -> transaction.run(store -> marked.set(true))).outcomeUnknown())
                .isFalse();
    }

    @Test
    void doesNotTakeATransactionForCommittedThatIsRolledBackWithoutAWord() {
        CommitStatus ending = transaction.run(store -> {});

        registered.get().afterCompletion(Status.STATUS_ROLLEDBACK);

        assertThat(refusal(ending::requireCommit).outcomeUnknown()).isFalse();
    }

    @Test
    void doesNotKnowHowATransactionHasEndedWhoseContainerDoesNotKnow() {
        CommitStatus ending = transaction.run(store -> {});

        registered.get().afterCompletion(Status.STATUS_UNKNOWN);

        assertThat(refusal(ending::requireCommit).outcomeUnknown()).isTrue();
    }

    @Test
    void takesATransactionForCommittedThatIsSo() {
        AtomicBoolean done = new AtomicBoolean();

        CommitStatus ending = transaction.run(store -> done.set(true));
        registered.get().afterCompletion(Status.STATUS_COMMITTED);

        assertThatCode(ending::requireCommit).doesNotThrowAnyException();
        assertThat(done).isTrue();
    }

    private static QuotaStoreException refusal(ThrowingCallable call) {
        return (QuotaStoreException)
                catchThrowableOfType(RollbackSignal.class, call).getCause();
    }

    /** The container's part. */
    private static <T> T stub(Class<T> type, Function<Object[], Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer.apply(arguments)));
    }
}
