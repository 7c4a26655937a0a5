// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

/** Which connections are out, and which batches ask for one. Not safe for use by many threads. */
final class Slots {

    private final Limits limits;
    private final long askingNanos;
    private int free;
    private int freeIsolated;
    private int lost;
    private int beside;
    private int asking;
    private long askedAt;

    /**
     * All are free.
     *
     * @param limits how many there are
     * @param askingNanos for how long one batch that asks for a connection keeps others from asking, too
     */
    Slots(Limits limits, long askingNanos) {
        this.limits = limits;
        this.askingNanos = askingNanos;
        this.free = limits.connections();
        this.freeIsolated = limits.connectionsIsolated();
    }

    int free() {
        return free;
    }

    /** Whether isolated requests may have one. */
    boolean freeForIsolated() {
        return freeIsolated > 0;
    }

    /** Whether a batch may ask for one now. */
    boolean mayAsk(long now) {
        return asking == 0 || now - askedAt >= askingNanos;
    }

    void take() {
        free--;
    }

    void ask(Batch<?> batch, long now) {
        batch.asking = true;
        asking++;
        askedAt = now;
    }

    void stopAsking(Batch<?> batch) {
        asking -= batch.asking ? 1 : 0;
        batch.asking = false;
    }

    void isolate(Batch<?> batch) {
        batch.isolated = true;
        freeIsolated--;
    }

    /** Whether a caller may have a separate one beside those of workers; many cannot. */
    boolean takeBeside(Batch<?> batch) {
        batch.beside = beside < limits.connections();
        beside += batch.beside ? 1 : 0;
        return batch.beside;
    }

    void giveBack(Batch<?> batch) {
        if (batch.beside) {
            beside--;
        } else {
            free++;
        }
        freeIsolated += batch.isolated ? 1 : 0;
    }

    /** Whether one more can be lost, so that another takes its place: at most as many as there are. */
    boolean mayLose() {
        return lost < limits.connections();
    }

    void lose(Batch<?> batch) {
        batch.lost = true;
        lost++;
        stopAsking(batch);
        giveBack(batch);
    }

    /** One that was lost is back after all. */
    void find() {
        lost--;
    }

    boolean isIdle() {
        return free == limits.connections()
                && freeIsolated == limits.connectionsIsolated()
                && lost == 0
                && beside == 0
                && asking == 0;
    }
}
