package org.ration.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.ration.QuotaStoreException;
import org.ration.ledger.batch.BatchScheduler.Batch;
import org.ration.ledger.batch.BatchScheduler.Bounds;
import org.ration.ledger.batch.BatchScheduler.State;
import org.ration.testing.Effort;

/**
 * Every order in which a few callers can take their steps, one by one: they enter, begin their batches, end them well or
 * with a fault, pass connections on, give up at any moment, get stuck, and come back after their connection was given up.
 * After each step no more connections are in use than there are, and no account is in two batches; at the end everyone has
 * been answered or has given up, and every connection is back. Of larger scenes, some orders at random.
 */
class BatchSchedulerStatesTest {

    @Test
    void oneConnectionWhileCallersGiveUpAndBatchesFail() {
        assertThat(everyOrder(() -> new Scene(1, 1, 1, 0, "a", "a", "a b"))).isGreaterThan(1000);
    }

    @Test
    void twoConnectionsWhileCallersGiveUpAndBatchesFail() {
        assertThat(everyOrder(() -> new Scene(2, 1, 1, 0, "a", "b", "a b"))).isGreaterThan(1000);
    }

    @Test
    void oneConnectionIsStuck() {
        assertThat(everyOrder(() -> new Scene(1, 1, 1, 1, "a", "a"))).isGreaterThan(1000);
    }

    @Test
    void twoConnectionsAreStuck() {
        assertThat(everyOrder(() -> new Scene(2, 0, 1, 1, "a", "a"))).isGreaterThan(1000);
    }

    @Test
    void aVisitorComesBesideOthers() {
        assertThat(everyOrder(() -> new Scene(1, 1, 0, 0, "a", "", "a"))).isGreaterThan(100);
    }

    @Test
    void largerScenesInSomeOrders() {
        for (int seed = 0; seed < Effort.of(10_000, 2_000_000); seed++) {
            Random random = new Random(seed);
            oneOrder(new Scene(1 + seed % 3, 3, 3, 2, "a", "b", "a b", "b c", "c", "", "a", "a b c"), random::nextInt);
        }
    }

    /** Walks through all orders; tells how many there are. */
    private static int everyOrder(Scenes scenes) {
        List<int[]> path = new ArrayList<>();
        int orders = 0;
        do {
            int[] depth = {0};
            oneOrder(scenes.begin(), steps -> {
                if (depth[0] == path.size()) {
                    path.add(new int[] {0, steps});
                }
                return path.get(depth[0]++)[0];
            });
            orders++;
        } while (next(path));
        return orders;
    }

    /** The next path, where each choice is one of so many. */
    private static boolean next(List<int[]> path) {
        while (!path.isEmpty() && path.get(path.size() - 1)[0] + 1 == path.get(path.size() - 1)[1]) {
            path.remove(path.size() - 1);
        }
        if (path.isEmpty()) {
            return false;
        }
        path.get(path.size() - 1)[0]++;
        return true;
    }

    private static void oneOrder(Scene scene, IntUnaryOperator choice) {
        for (List<Step> steps = scene.steps(); !steps.isEmpty(); steps = scene.steps()) {
            scene.take(steps.get(choice.applyAsInt(steps.size())));
        }
        scene.checkEnd();
    }

    private interface Scenes {
        Scene begin();
    }

    /** What can happen next. */
    private record Step(String name, Runnable run) {}

    private static final class Scene {

        private static final long HARD = 100;

        private final int connections;
        private final BatchScheduler<Wish> schedule;
        private final List<Wish> toCome = new ArrayList<>();
        private final List<Wish> callers = new ArrayList<>();
        private final List<Batch<Wish>> running = new ArrayList<>();
        private final List<Batch<Wish>> lost = new ArrayList<>();
        private final List<String> taken = new ArrayList<>();
        private int withdrawals;
        private int failures;
        private int halts;
        private int handingOver;
        private long now;

        /** Callers, by their accounts, and how many of them may give up, how many batches may fail, and how often all may hang. */
        private Scene(int connections, int withdrawals, int failures, int halts, String... accounts) {
            this.connections = connections;
            this.withdrawals = withdrawals;
            this.failures = failures;
            this.halts = halts;
            this.schedule = new BatchScheduler<>(new Bounds(connections, 2, 100, 100, HARD), () -> false);
            for (String some : accounts) {
                toCome.add(new Wish(some.isEmpty() ? new String[0] : some.split(" ")));
            }
        }

        private List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            toCome.forEach(wish -> steps.add(new Step("enter " + wish, () -> enter(wish))));
            callers.stream()
                    .filter(wish -> wish.state() == State.LEADING)
                    .forEach(wish -> steps.add(new Step("begin " + wish, () -> begin(wish))));
            running.forEach(batch -> addEnds(steps, batch, running));
            lost.forEach(batch -> addEnds(steps, batch, lost));
            callers.stream()
                    .filter(wish -> wish.state() == State.IN_FLIGHT && wish.hung)
                    .forEach(wish -> steps.add(new Step("abandon " + wish, () -> schedule.abandon(wish))));
            if (handingOver > 0) {
                steps.add(new Step("hand over", this::handOver));
            }
            if (halts > 0 && !running.isEmpty()) {
                steps.add(new Step("hang", this::hang));
            }
            if (steps.isEmpty()) {
                require(callers.stream().noneMatch(wish -> wish.state() == State.WAITING), "somebody waits for ever");
            }
            if (withdrawals > 0) {
                callers.stream()
                        .filter(wish -> wish.state() == State.WAITING || wish.state() == State.LEADING)
                        .forEach(wish -> steps.add(new Step("withdraw " + wish, () -> withdraw(wish))));
            }
            return steps;
        }

        private void addEnds(List<Step> steps, Batch<Wish> batch, List<Batch<Wish>> from) {
            steps.add(new Step("end " + batch.members(), () -> end(batch, from)));
            if (failures > 0) {
                steps.add(new Step("fail " + batch.members(), () -> fail(batch, from)));
            }
        }

        private void take(Step step) {
            taken.add(step.name);
            step.run.run();
            int leaders = (int) callers.stream()
                    .filter(wish -> wish.state() == State.LEADING)
                    .count();
            require(leaders + running.size() <= connections, "more connections are out than there are");
            require(schedule.free() == connections - leaders - running.size(), "a connection leaks, or is there twice");
            Set<String> inFlight = new HashSet<>();
            for (Batch<Wish> batch : running) {
                Set<String> own = new HashSet<>();
                batch.members().forEach(wish -> own.addAll(List.of(wish.accounts)));
                require(own.stream().allMatch(inFlight::add), "an account is in two batches");
            }
        }

        private void enter(Wish wish) {
            toCome.remove(wish);
            callers.add(wish);
            schedule.enter(wish, now);
        }

        private void begin(Wish leader) {
            Batch<Wish> batch = schedule.take(leader, now);
            require(batch.members().get(0) == leader, "the leader is not the first of its batch");
            running.add(batch);
        }

        private void end(Batch<Wish> batch, List<Batch<Wish>> from) {
            batch.members().forEach(Wish::done);
            leave(batch, from);
        }

        /** As {@link GroupCommit} does: for good without strangers, else all go apart. */
        private void fail(Batch<Wish> batch, List<Batch<Wish>> from) {
            failures--;
            if (batch.alike()) {
                batch.members().forEach(wish -> {
                    wish.fail(QuotaFault.FAULT);
                    schedule.failed(wish, now);
                });
            }
            leave(batch, from);
        }

        private void leave(Batch<Wish> batch, List<Batch<Wish>> from) {
            batch.members().stream().filter(Wish::isDone).forEach(wish -> {
                require(wish.state() == State.IN_FLIGHT || wish.state() == State.GONE, "answered though not in flight");
                wish.answers++;
                wish.answered();
            });
            schedule.leave(batch);
            from.remove(batch);
            handingOver++;
        }

        private void handOver() {
            if (schedule.promote() == null) {
                handingOver--;
            }
        }

        private void withdraw(Wish wish) {
            withdrawals--;
            require(schedule.withdraw(wish), "who waits cannot withdraw");
            handingOver++;
        }

        /** Time passes until all that is in flight has been out for too long. */
        private void hang() {
            halts--;
            now += HARD + 1;
            for (Batch<Wish> batch : List.copyOf(running)) {
                if (lost.size() < connections) {
                    running.remove(batch);
                    lost.add(batch);
                    batch.members().forEach(wish -> wish.hung = true);
                }
            }
            schedule.reclaim(now);
            handingOver++;
        }

        private void checkEnd() {
            callers.forEach(wish -> require(
                    wish.state() == State.ANSWERED || wish.state() == State.GONE, wish + " is " + wish.state()));
            callers.forEach(wish -> require(wish.answers <= 1, wish + " was answered twice"));
            require(schedule.isIdle(), "something is left behind");
        }

        private void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new AssertionError(otherwise + " after: " + String.join(", ", taken));
            }
        }
    }

    /** One for all, since it costs time to make. */
    private static final class QuotaFault {

        private static final QuotaStoreException FAULT = QuotaStoreException.notCharged("bad row", null);
    }

    private static final class Wish extends BatchScheduler.Request {

        private boolean hung;
        private int answers;

        private Wish(String... accounts) {
            super(accounts);
        }

        @Override
        public boolean refused() {
            return false;
        }

        @Override
        public String toString() {
            return Arrays.toString(accounts);
        }
    }
}
