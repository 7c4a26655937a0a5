package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ejb.SessionContext;
import jakarta.persistence.EntityManager;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.ration.QuotaStoreException;

class LedgerTransactionTest {

    private final AtomicBoolean marked = new AtomicBoolean();

    private final LedgerTransaction transaction =
            new LedgerTransaction(stub(EntityManager.class, null), stub(SessionContext.class, marked));

    @Test
    void doesNotTakeATransactionForCommittedThatSomebodyElseHasMarkedForRollback() {
        assertThatThrownBy(() -> transaction.run(store -> marked.set(true)))
                .isInstanceOf(Abandoned.class)
                .cause()
                .isInstanceOfSatisfying(QuotaStoreException.class, fault -> assertThat(fault.outcomeUnknown())
                        .isFalse());
    }

    @Test
    void leavesAnUnmarkedTransactionToBeCommitted() {
        AtomicBoolean done = new AtomicBoolean();

        transaction.run(store -> done.set(true));

        assertThat(done).isTrue();
    }

    /** The container's part, which only tells whether the transaction is marked. */
    private static <T> T stub(Class<T> type, AtomicBoolean answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer.get()));
    }
}
