// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.ration.QuotaStoreException;
import org.ration.ledger.batch.Batch.Phase;
import org.ration.ledger.batch.Ticket.State;
import org.ration.testing.Effort;

/**
 * Every order in which a few requests and workers can take their steps, one by one: requests enter, workers ask for
 * connections, get them, begin to commit, end well or with a fault; requests are withdrawn at any moment; connections
 * get stuck, and their batches come back after they were given up. After each step no more connections are in use than
 * there are, and no account is in two batches; at the end everyone has been answered or has given up, nobody twice, and
 * every connection is back. Of larger scenes, some orders at random.
 */
class BatchSchedulerStatesTest {

    @Test
    void oneConnectionWhileRequestsAreWithdrawnAndBatchesFail() {
        assertThat(everyOrder(() -> new Scene(1, 1, 1, 0, "a", "a", "a b"))).isGreaterThan(1000);
    }

    @Test
    void twoConnectionsWhileRequestsAreWithdrawnAndBatchesFail() {
        assertThat(everyOrder(() -> new Scene(2, 1, 0, 0, "a", "b", "a b"))).isGreaterThan(1000);
    }

    @Test
    void oneConnectionIsStuck() {
        assertThat(everyOrder(() -> new Scene(1, 1, 1, 1, "a", "a"))).isGreaterThan(1000);
    }

    @Test
    void aVisitorComesBesideOthers() {
        assertThat(everyOrder(() -> new Scene(1, 1, 0, 0, "a", "", "a"))).isGreaterThan(100);
    }

    @Test
    void isolatedVisitorsComeBesideOthers() {
        assertThat(everyOrder(() -> new Scene(2, 1, 0, 0, "a", "isolated", "isolated")))
                .isGreaterThan(100);
    }

    @Test
    void largerScenesInSomeOrders() {
        for (int seed = 0; seed < Effort.of(10_000, 1_000_000); seed++) {
            Random random = new Random(seed);
            Scene scene = new Scene(1 + seed % 3, 3, 3, 2, "a", "b", "a b", "b c", "c", "", "isolated", "a", "a b c");
            scene.looksLater = true;
            oneOrder(scene, random::nextInt);
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

        private static final long TIMEOUT = Duration.ofHours(1).toNanos();
        private static final QuotaStoreException FAULT = QuotaStoreException.notCharged("bad row", null);

        private final Limits limits;
        private final BatchScheduler<String, String> scheduler;
        private final List<Ticket<String, String>> toCome = new ArrayList<>();
        private final List<Ticket<String, String>> entered = new ArrayList<>();
        private final Map<Ticket<String, String>, Integer> answers = new HashMap<>();
        private final List<Batch<Ticket<String, String>>> asking = new ArrayList<>();
        private final List<Batch<Ticket<String, String>>> working = new ArrayList<>();
        private final List<Batch<Ticket<String, String>>> committing = new ArrayList<>();
        private final List<String> taken = new ArrayList<>();
        private int withdrawals;
        private int failures;
        private int halts;
        private int looks;
        private boolean looksLater;
        private long now;

        /**
         * Requests, by their accounts; how many may be withdrawn, how many batches may fail, how often all may hang.
         */
        private Scene(int connections, int withdrawals, int failures, int halts, String... accounts) {
            this.limits = new Limits(connections, 2, 100, 100, Duration.ofNanos(TIMEOUT));
            this.scheduler = new BatchScheduler<>(limits, 0, "refused"::equals);
            this.withdrawals = withdrawals;
            this.failures = failures;
            this.halts = halts;
            for (String some : accounts) {
                toCome.add(
                        some.isEmpty() || some.equals("isolated")
                                ? Ticket.exclusive(() -> true, some.equals("isolated"), limits)
                                : Ticket.parked(some, limits, some.split(" ")));
            }
        }

        private List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            toCome.forEach(ticket -> steps.add(new Step("enter " + name(ticket), () -> enter(ticket))));
            asking.forEach(batch -> steps.add(new Step("connect", () -> connect(batch))));
            working.forEach(batch -> steps.add(new Step("commit " + names(batch), () -> commit(batch))));
            committing.forEach(batch -> steps.add(new Step("end " + names(batch), () -> end(batch))));
            if (looks > 0) {
                steps.add(new Step("look", this::look));
            }
            if (steps.isEmpty()) {
                require(entered.stream().noneMatch(ticket -> ticket.state == State.WAITING), "somebody waits for ever");
                return steps;
            }
            if (failures > 0) {
                working.forEach(batch -> steps.add(new Step("fail " + names(batch), () -> fail(batch))));
                asking.forEach(batch -> steps.add(new Step("fail to connect", () -> fail(batch))));
            }
            if (withdrawals > 0) {
                entered.stream()
                        .filter(ticket -> ticket.state != State.GONE && !answers.containsKey(ticket))
                        .forEach(ticket -> steps.add(new Step("withdraw " + name(ticket), () -> withdraw(ticket))));
            }
            if (halts > 0 && !(working.isEmpty() && committing.isEmpty() && asking.isEmpty())) {
                steps.add(new Step("hang", this::hang));
            }
            return steps;
        }

        private void take(Step step) {
            taken.add(step.name);
            step.run.run();
            while (looks > 0 && !looksLater) {
                look();
            }
            List<Batch<Ticket<String, String>>> counted = new ArrayList<>();
            List.of(asking, working, committing)
                    .forEach(some -> some.stream().filter(batch -> !batch.lost).forEach(counted::add));
            require(counted.size() <= limits.connections(), "more connections are out than there are");
            require(scheduler.free() == limits.connections() - counted.size(), "a connection leaks, or is there twice");
            Set<String> inFlight = new HashSet<>();
            for (Batch<Ticket<String, String>> batch : counted) {
                Set<String> own = new HashSet<>();
                batch.members.forEach(ticket -> own.addAll(List.of(ticket.accounts)));
                require(own.stream().allMatch(inFlight::add), "an account is in two batches");
            }
        }

        private void enter(Ticket<String, String> ticket) {
            toCome.remove(ticket);
            entered.add(ticket);
            scheduler.enter(ticket, now);
            looks++;
        }

        private void look() {
            Batch<Ticket<String, String>> batch = scheduler.next(now);
            if (batch == null) {
                looks--;
            } else {
                asking.add(batch);
                scheduler.begin(batch, now);
            }
        }

        private void connect(Batch<Ticket<String, String>> batch) {
            asking.remove(batch);
            if (scheduler.connected(batch, now)) {
                working.add(batch);
            } else {
                leave(batch);
            }
            looks++;
        }

        private void commit(Batch<Ticket<String, String>> batch) {
            working.remove(batch);
            if (scheduler.commits(batch, now)) {
                committing.add(batch);
            } else {
                scheduler.begin(batch, now);
                asking.add(batch);
            }
        }

        private void end(Batch<Ticket<String, String>> batch) {
            committing.remove(batch);
            for (Ticket<String, String> ticket : batch.undone()) {
                if (ticket.isExclusive()) {
                    ticket.ended();
                } else {
                    ticket.answer("granted");
                }
            }
            leave(batch);
        }

        /** As {@link GroupCommit} does: for good without unrelated requests, else each set of accounts goes alone. */
        private void fail(Batch<Ticket<String, String>> batch) {
            failures--;
            asking.remove(batch);
            working.remove(batch);
            batch.failed = true;
            if (batch.asking) {
                scheduler.connected(batch, now);
            }
            for (Ticket<String, String> ticket : batch.undone()) {
                if (ticket.isExclusive()) {
                    ticket.ended();
                } else if (batch.alike()) {
                    ticket.fail(FAULT);
                    scheduler.isolate(ticket, now);
                }
            }
            leave(batch);
        }

        private void leave(Batch<Ticket<String, String>> batch) {
            for (Ticket<String, String> ticket : batch.members) {
                if (ticket.isDone() && ticket.state != State.GONE) {
                    answered(ticket);
                }
            }
            scheduler.leave(batch, now);
            looks++;
        }

        private void withdraw(Ticket<String, String> ticket) {
            withdrawals--;
            boolean committing = ticket.batch != null && ticket.batch.phase == Phase.COMMITTING;
            boolean withdrawn = scheduler.withdraw(ticket, now + TIMEOUT) != null;
            require(!(withdrawn && ticket.state != State.GONE), "withdrawn, and still there");
            require(!(withdrawn && committing && ticket.batch.phase == Phase.COMMITTING), "withdrawn from a commit");
            if (withdrawn) {
                answered(ticket);
                looks++;
            }
        }

        private void answered(Ticket<String, String> ticket) {
            require(answers.merge(ticket, 1, Integer::sum) == 1, name(ticket) + " was answered twice");
        }

        /** Time passes until all that is in flight has been out for too long. */
        private void hang() {
            halts--;
            now += limits.hardNanos() + 1;
            scheduler.reclaim(now).forEach(this::answered);
            looks++;
        }

        private void checkEnd() {
            entered.forEach(ticket -> require(answers.containsKey(ticket), name(ticket) + " has no answer"));
            require(scheduler.isIdle(), "something is left behind");
        }

        private static String name(Ticket<String, String> ticket) {
            return String.join(" ", ticket.accounts);
        }

        private static String names(Batch<Ticket<String, String>> batch) {
            return batch.members.stream().map(Scene::name).toList().toString();
        }

        private void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new AssertionError(otherwise + " after: " + String.join(", ", taken));
            }
        }
    }
}
