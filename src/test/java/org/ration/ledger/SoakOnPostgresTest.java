// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.container.NewTransaction;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/**
 * Random costs, limits, sets of one to four accounts, window ends, overrides and grants, by many threads on two nodes,
 * compared with a sequential model. Runs for {@code -Dsoak.seconds}, 10 by default; {@code -Dsoak.seed} repeats what
 * was asked for, though not what came first.
 *
 * <p>All that was done must fit one order that agrees with real time, in which the model answers every call as the
 * ledger did: allowed or refused, by which quotas, and what each account has used, its limit, what remains, and its
 * window. So what a refusal shows was so at an instant while it was under way, on all of its accounts at once. At the
 * end the tables must hold what the model holds.
 */
@OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
class SoakOnPostgresTest {

    private static final int THREADS = 24;
    private static final int KEYS = 6;

    /** So often the search for an order may go back. */
    private final Map<Window, Long> counted = new HashMap<>();

    private Map<String, Row> rows = new HashMap<>();

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    @Test
    void everyDecisionIsThatOfASequentialModel() throws InterruptedException {
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("soak.seconds", 10)).toNanos();
        long seed = Long.getLong("soak.seed", System.nanoTime());
        Ledger[] nodes = {ledger(4), ledger(3)};
        int deadlocks = database.deadlocks();

        for (int round = 0; System.nanoTime() < end; round++) {
            long roundSeed = seed + round;
            List<Event> events = Race.run(THREADS, 400, number -> event(nodes, new Random(roundSeed * 1000 + number)));
            rows = new Order(events).end("seed " + roundSeed);
            checkTables("seed " + roundSeed);
            clock.move(Duration.ofMinutes(new Random(roundSeed).nextInt(3) * 20L));
        }

        assertThat(database.deadlocks()).isEqualTo(deadlocks);
    }

    /** Now and then the clock moves on while others are being charged, sometimes past an hour's end. */
    private Event event(Ledger[] nodes, Random random) {
        if (random.nextInt(400) == 0) {
            clock.move(Duration.ofMinutes(20));
        }
        return random.nextInt(40) == 0 ? act(random) : call(nodes[random.nextInt(nodes.length)], charges(random));
    }

    private Event call(Ledger node, List<QuotaCharge> charges) {
        Instant before = clock.instant();
        long start = System.nanoTime();
        QuotaDecision decision = node.consume(charges);
        long end = System.nanoTime();
        return new Call(start, end, charges, decision, hour(before), hour(clock.instant()));
    }

    /** An operator sets a limit, or takes it back, and grants units. */
    private Event act(Random random) {
        String key = key(random.nextInt(KEYS));
        Long override = random.nextInt(3) == 0 ? null : Long.valueOf(200 + random.nextInt(600));
        long granted = random.nextInt(20);
        long start = System.nanoTime();
        String seen = database.text(
                "update ration_account set limit_override = cast(? as bigint), granted = granted + ?,"
                        + " admin_version = admin_version + 1 where quota_key = ?"
                        + " returning concat(coalesce(period_start, 0), ' ', used, ' ', admin_version)",
                override,
                granted,
                key);
        return new Act(start, System.nanoTime(), key, override, granted, seen);
    }

    private static List<QuotaCharge> charges(Random random) {
        List<Integer> keys = IntStream.range(0, KEYS).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(keys, random);
        int size = random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1;
        return keys.subList(0, size).stream()
                .map(key -> new QuotaCharge(key(key), policy(random), random.nextInt(8)))
                .toList();
    }

    private static String key(int number) {
        return "soak:" + number;
    }

    private static QuotaPolicy policy(Random random) {
        long limit =
                switch (random.nextInt(8)) {
                    case 0 -> 150 + random.nextInt(100);
                    case 1 -> Quota.UNLIMITED;
                    default -> 600;
                };
        return QuotaPolicy.of(limit, QuotaPeriod.HOUR)
                .withZone(ZoneId.of("UTC"))
                .withBlock(random.nextInt(10) > 0);
    }

    private static Instant hour(Instant instant) {
        return instant.truncatedTo(ChronoUnit.HOURS);
    }

    private Ledger ledger(int connections) {
        return new Ledger(
                new LedgerSettings(clock, false, connections, Duration.ofMinutes(2), false, "none"),
                TestContainer.of(transaction));
    }

    private void checkTables(String seed) {
        rows.forEach((key, row) -> assertThat(database.text(
                        "select concat(coalesce(period_start, 0), ' ', used, ' ', granted, ' ', limit_override)"
                                + " from ration_account where quota_key = ?",
                        key))
                .as(seed + " " + key)
                .isEqualTo((row.window == null ? 0 : row.window.toEpochMilli()) + " " + row.used + " " + row.granted
                        + " " + (row.override == null ? "" : row.override)));
        counted.forEach((window, units) -> assertThat(database.number(
                        "select sum(used) from (select used from ration_account where quota_key = ? and period_start ="
                                + " ? union all select w.used from ration_closed_window w join ration_account a on a.id"
                                + " = w.account_id where a.quota_key = ? and w.period_start = ?) counted",
                        window.key,
                        window.start.toEpochMilli(),
                        window.key,
                        window.start.toEpochMilli()))
                .as(seed + " " + window)
                .isEqualTo(units));
    }

    private record Window(String key, Instant start) {}

    /** What happened between two instants. */
    private sealed interface Event permits Call, Act {

        long start();

        long end();

        List<Place> places(Node node);
    }

    private record Call(
            long start, long end, List<QuotaCharge> charges, QuotaDecision decision, Instant earliest, Instant latest)
            implements Event {

        @Override
        public List<Place> places(Node node) {
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < charges.size(); i++) {
                QuotaUsage shown = decision.usages().get(i);
                boolean counts = decision.allowed() && charges.get(i).cost() > 0;
                places.add(new Place(shown.key(), shown.periodStart(), shown.used(), counts, node));
            }
            return places;
        }

        /** Whether it shows an account as it stands. */
        private boolean saw(String key, Row row) {
            for (int i = 0; i < charges.size(); i++) {
                QuotaUsage shown = decision.usages().get(i);
                if (shown.key().equals(key)
                        && row.in(shown.periodStart())
                                .isShown(shown, charges.get(i).policy())) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What an operator did, and what was there: the window, what was used, and the account's version, or "null". */
    private record Act(long start, long end, String key, @Nullable Long override, long granted, String seen)
            implements Event {

        @Override
        public List<Place> places(Node node) {
            String[] parts = seen.split(" ");
            Instant window = Instant.ofEpochMilli(Long.parseLong(parts[0]));
            return List.of(new Place(key, window, Long.parseLong(parts[1]), false, node));
        }

        private long version() {
            return Long.parseLong(seen.split(" ")[2]);
        }

        private boolean found() {
            return !seen.equals("null");
        }
    }

    /** Where an event stands among those of an account: it has counted up to so much, or has seen so much. */
    private record Place(String key, Instant window, long used, boolean counts, Node node) {}

    /** An event among others. */
    private static final class Node {

        private final Event event;
        private final List<Node> later = new ArrayList<>();
        private int waitsFor;

        private Node(Event event) {
            this.event = event;
        }

        private void link(Node other) {
            later.add(other);
            other.waitsFor++;
        }

        @Override
        public String toString() {
            return event.toString();
        }
    }

    /** An account in the model; without a window before its first unit. */
    private record Row(@Nullable Instant window, long used, long granted, @Nullable Long override) {

        private static final Row NEW = new Row(null, 0, 0, null);

        /** As it stands in a window, which may not have begun for it. */
        private Row in(Instant start) {
            return start.equals(window) ? this : new Row(start, 0, 0, override);
        }

        private long limit(QuotaPolicy policy) {
            long base = override == null ? policy.limit() : override;
            return base == Quota.UNLIMITED ? base : base + granted;
        }

        private boolean isShown(QuotaUsage shown, QuotaPolicy policy) {
            return shown.used() == used
                    && shown.limit() == limit(policy)
                    && shown.remaining() == Math.max(0, limit(policy) - used)
                    && shown.resetAt().equals(shown.periodStart().plus(1, ChronoUnit.HOURS));
        }

        private Row with(long units) {
            return new Row(window, used + units, granted, override);
        }
    }

    /** One of those that can come next has been chosen. */
    private static final class Step {

        private final Map<String, Row> before;
        private final Iterator<Node> choices;
        private Node chosen;

        private Step(Map<String, Row> before, Iterator<Node> choices) {
            this.before = before;
            this.choices = choices;
        }

        private Node choose() {
            chosen = choices.next();
            return chosen;
        }
    }

    /** An order in which the model does all that was done, where counts and real time have fixed it. */
    private final class Order {

        private final List<Node> left;

        private Order(List<Event> events) {
            this.left = new ArrayList<>(events.stream()
                    .filter(event -> !(event instanceof Act act) || act.found())
                    .map(Node::new)
                    .toList());
            places().values().forEach(Order::link);
            linkActs();
        }

        private Map<String, List<Place>> places() {
            Map<String, List<Place>> places = new HashMap<>();
            for (Node node : left) {
                node.event.places(node).forEach(place -> places.computeIfAbsent(place.key, key -> new ArrayList<>())
                        .add(place));
            }
            return places;
        }

        /** A count comes after the one before, and whoever has seen it comes in between. */
        private static void link(List<Place> places) {
            places.sort(Comparator.comparing(Place::window)
                    .thenComparing(Place::used)
                    .thenComparing(place -> !place.counts));
            List<Node> seen = new ArrayList<>();
            Node count = null;
            for (Place place : places) {
                if (count != null) {
                    count.link(place.node);
                }
                if (place.counts) {
                    seen.forEach(before -> before.link(place.node));
                    seen.clear();
                    count = place.node;
                } else {
                    seen.add(place.node);
                }
            }
        }

        /** An operator's acts come one after the other. */
        private void linkActs() {
            Map<String, Node> last = new HashMap<>();
            left.stream()
                    .filter(node -> node.event instanceof Act)
                    .sorted(Comparator.comparing(node -> ((Act) node.event).version()))
                    .forEach(node -> {
                        Node before = last.put(((Act) node.event).key, node);
                        if (before != null) {
                            before.link(node);
                        }
                    });
        }

        /**
         * What comes of the accounts. A call that fits is right at once, as it changes nothing that others have left to
         * see. Of acts it may be the wrong one: then another is tried.
         */
        private Map<String, Row> end(String seed) {
            Map<String, Row> now = rows;
            Deque<Step> steps = new ArrayDeque<>();
            String deadEnd = "";
            int turns = 0;
            while (!left.isEmpty()) {
                Map<String, Row> state = now;
                Step step = new Step(state, fitting(state));
                if (!step.choices.hasNext() && turns++ == 0) {
                    deadEnd = "%s: none of these can come next to %s: %s".formatted(seed, state, candidates());
                }
                while (!step.choices.hasNext()) {
                    assertThat(steps).as(deadEnd).isNotEmpty();
                    step = steps.pop();
                    putBack(step.chosen);
                }
                take(step.choose());
                steps.push(step);
                now = requireNonNull(after(step.before, step.chosen.event));
            }
            steps.descendingIterator().forEachRemaining(step -> count(step.chosen.event));
            return now;
        }

        private void take(Node node) {
            left.remove(node);
            node.later.forEach(other -> other.waitsFor--);
        }

        private void putBack(Node node) {
            left.add(node);
            node.later.forEach(other -> other.waitsFor++);
        }

        /** A call; else the acts, those that can be put off for longest last. */
        private Iterator<Node> fitting(Map<String, Row> now) {
            List<Node> all = candidates().stream()
                    .filter(node -> after(now, node.event) != null)
                    .toList();
            return all.stream()
                    .filter(node -> node.event instanceof Call)
                    .findFirst()
                    .map(List::of)
                    .orElseGet(() -> all.stream()
                            .sorted(Comparator.comparingLong(node -> unseenBy(now, (Act) node.event)))
                            .toList())
                    .iterator();
        }

        /** How many calls are left that saw the account with as much used, but not what the act has changed. */
        private long unseenBy(Map<String, Row> now, Act act) {
            Row old = now.getOrDefault(act.key, Row.NEW);
            Row changed = after(now, act).get(act.key);
            return left.stream()
                    .filter(node ->
                            node.event instanceof Call call && call.saw(act.key, old) && !call.saw(act.key, changed))
                    .count();
        }

        /** What has all that it has seen behind it, and began before any of the others ended. */
        private List<Node> candidates() {
            long firstEnd =
                    left.stream().mapToLong(node -> node.event.end()).min().orElse(0);
            return left.stream()
                    .filter(node -> node.waitsFor == 0 && node.event.start() <= firstEnd)
                    .toList();
        }

        private void count(Event event) {
            event.places(new Node(event)).stream()
                    .filter(Place::counts)
                    .forEach(place -> counted.put(new Window(place.key, place.window), place.used));
        }

        /** The accounts after an event; null if it cannot have happened to these. */
        private static @Nullable Map<String, Row> after(Map<String, Row> now, Event event) {
            return event instanceof Call call ? after(now, call) : after(now, (Act) event);
        }

        private static Map<String, Row> after(Map<String, Row> now, Act act) {
            Row row = now.getOrDefault(act.key, Row.NEW);
            return changed(now, act.key, new Row(row.window, row.used, row.granted + act.granted, act.override));
        }

        private static @Nullable Map<String, Row> after(Map<String, Row> now, Call call) {
            Map<String, Row> then = now;
            boolean refused = false;
            for (int i = 0; i < call.charges.size(); i++) {
                QuotaCharge charge = call.charges.get(i);
                QuotaUsage shown = call.decision.usages().get(i);
                Row row = now.getOrDefault(charge.key(), Row.NEW);
                if (!windowFits(call, row, shown)) {
                    return null;
                }
                Row open = row.in(shown.periodStart());
                boolean violated = violates(charge, open);
                refused |= violated;
                Row left = call.decision.allowed() ? open.with(charge.cost()) : open;
                if (violated != call.decision.violated().contains(shown) || !left.isShown(shown, charge.policy())) {
                    return null;
                }
                then = call.decision.allowed() && charge.cost() > 0 ? changed(then, charge.key(), left) : then;
            }
            return refused == call.decision.allowed() ? null : then;
        }

        /** A window lies at the time of the call, and never before one that was open already. */
        private static boolean windowFits(Call call, Row row, QuotaUsage shown) {
            return !shown.periodStart().isBefore(call.earliest)
                    && !shown.periodStart().isAfter(call.latest)
                    && (row.window == null || !shown.periodStart().isBefore(row.window));
        }

        private static boolean violates(QuotaCharge charge, Row open) {
            long limit = open.limit(charge.policy());
            return charge.policy().block() && charge.cost() > 0 && charge.cost() > limit - open.used;
        }

        private static Map<String, Row> changed(Map<String, Row> now, String key, Row row) {
            Map<String, Row> then = new HashMap<>(now);
            then.put(key, row);
            return then;
        }
    }
}
