// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.List;
import org.ration.QuotaStoreException;

/**
 * One batch while it is carried out, as its handler sees it.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
final class BatchRun<R, A> implements BatchWork<R, A> {

    private final Batch<Ticket<R, A>> batch;
    private final BatchScheduler<R, A> scheduler;
    private final Runnable onConnection;
    private final Answers answers;
    private Deadline deadline;

    /**
     * Of a batch that has begun.
     *
     * @param deadline until when it may wait for a connection
     * @param onConnection what is done each time that it has one
     * @param answers takes what is to be reported
     */
    BatchRun(
            Batch<Ticket<R, A>> batch,
            BatchScheduler<R, A> scheduler,
            Deadline deadline,
            Runnable onConnection,
            Answers answers) {
        this.batch = batch;
        this.scheduler = scheduler;
        this.deadline = deadline;
        this.onConnection = onConnection;
        this.answers = answers;
    }

    /** Carries it out, and notes the result of each member that it does not leave undone. */
    void carryOut(BatchHandler<R, A> handler) {
        batch.torn = true;
        try {
            Ticket<R, A> first = batch.leader();
            if (first != null && first.isExclusive()) {
                batch.failed = !first.runExclusively();
            } else {
                handler.carryOut(this);
            }
        } catch (QuotaStoreException fault) {
            fail(fault);
        } catch (Throwable defect) { // also checked ones, as containers throw them past the compiler
            failAll(Faults.defect(defect));
        }
        batch.torn = false;
    }

    /**
     * Without a connection, the members that are ready by now fail. A batch with unrelated requests fails none of them
     * yet, since the cause may be any of them.
     */
    private void fail(QuotaStoreException fault) {
        batch.failed = true;
        if (batch.asking) {
            scheduler.connected(batch, System.nanoTime());
        }
        if (fault.outcomeUnknown()) {
            failAll(fault);
        } else if (batch.alike()) {
            boolean expired = deadline.passed();
            scheduler.isolate(batch.members.get(0), System.nanoTime()); // whether or not anyone waits for it any more
            for (Ticket<R, A> member : batch.undone()) {
                if (!expired || member.soft.passed()) {
                    member.fail(fault);
                }
            }
        }
    }

    private void failAll(QuotaStoreException fault) {
        batch.failed = true;
        batch.undone().forEach(member -> member.fail(fault));
    }

    @Override
    public void begin() {
        scheduler.begin(batch, System.nanoTime());
    }

    @Override
    public boolean connected() {
        scheduler.connected(batch, System.nanoTime());
        onConnection.run();
        List<Ticket<R, A>> undone = batch.undone(); // looked at once: each may be given up at any time
        if (!undone.isEmpty()) {
            deadline = undone.get(batch.alike() ? 0 : undone.size() - 1).soft;
        }
        return !undone.isEmpty();
    }

    @Override
    public boolean commits() {
        return scheduler.commits(batch, System.nanoTime());
    }

    /** Of requests that may wait for a lock the first one's; else the last one's, since none waits for another's. */
    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public List<Ticket<R, A>> undone() {
        return batch.undone();
    }

    @Override
    public int size() {
        return batch.members.size();
    }

    @Override
    public void afterwards(Runnable report) {
        answers.addReport(report);
    }

    @Override
    public boolean alike() {
        return batch.alike();
    }
}
