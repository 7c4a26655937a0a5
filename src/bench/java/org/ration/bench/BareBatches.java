// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The ceiling: one thread that counts whatever waits for one key by one UPDATE, in autocommit, and answers it. It has
 * no rules, no time-outs, and no transaction manager, and refuses a batch as a whole.
 */
final class BareBatches implements Design {

    private static final String UPDATE =
            "update counter set used = used + ? where id = '" + Keys.name(Keys.HOT) + "' and used + ? <= quota_limit";

    private final DataSource pool;
    private final OneUpdate counters;
    private final BlockingQueue<IntConsumer> waiting = new LinkedBlockingQueue<>();
    private final Thread worker = new Thread(this::work, "bare-batches");

    BareBatches(DataSource pool) {
        this.pool = pool;
        this.counters = new OneUpdate(name(), pool, Transaction.AUTOCOMMIT);
        worker.setDaemon(true);
        worker.start();
    }

    @Override
    public String name() {
        return Designs.BARE;
    }

    @Override
    public Charge charge(Load load) {
        return key -> new Parked().await();
    }

    @Override
    public CompletionStage<Integer> take(long key) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        waiting.add(answer::complete);
        return answer;
    }

    private void work() {
        List<IntConsumer> batch = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                PreparedStatement update = connection.prepareStatement(UPDATE)) {
            while (true) {
                batch.add(waiting.take());
                waiting.drainTo(batch);
                update.setInt(1, batch.size());
                update.setInt(2, batch.size());
                int each = update.executeUpdate();
                batch.forEach(answer -> answer.accept(each));
                batch.clear();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public long counted() {
        return counters.counted();
    }

    @Override
    public void close() {
        worker.interrupt();
        counters.close();
    }

    /** A caller that waits. */
    private final class Parked implements IntConsumer {

        private final Thread caller = Thread.currentThread();
        private volatile @Nullable Integer units;

        @Override
        public void accept(int granted) {
            units = granted;
            LockSupport.unpark(caller);
        }

        int await() {
            waiting.add(this);
            Integer granted = units;
            while (granted == null) {
                LockSupport.park(this);
                granted = units;
            }
            return granted;
        }
    }
}
