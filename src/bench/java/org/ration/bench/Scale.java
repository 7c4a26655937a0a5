// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Ration alone: with ever more accounts, on several nodes, and when a month ends. On disk. */
final class Scale {

    private static final List<Integer> ACCOUNTS = List.of(10_000, 100_000, 1_000_000, 10_000_000);
    private static final List<Integer> FEWER_ACCOUNTS = List.of(10_000, 100_000);
    private static final int THREADS = 64;
    private static final int NODES = 3;
    private static final int NODE_THREADS = 32;
    private static final double ENOUGH = 0.8;

    private final Options options;
    private final List<String> failures;

    /**
     * Scale.
     *
     * @param options what to run
     * @param failures takes what is not exact
     */
    Scale(Options options, List<String> failures) {
        this.options = options;
        this.failures = failures;
    }

    /** Runs all of it; answers the section of the report. */
    String run() throws Exception {
        try (Server server = Server.start(Device.DISK, options.target())) {
            return "## More accounts, more nodes, the end of a month\n\nRation on PostgreSQL, on disk.\n"
                    + monthEnd(server) + nodes(server) + accounts(server);
        }
    }

    private String accounts(Server server) throws InterruptedException {
        Map<Integer, Server.Database> databases = new LinkedHashMap<>();
        Map<Integer, Design> designs = new LinkedHashMap<>();
        for (int count : options.quick() ? FEWER_ACCOUNTS : ACCOUNTS) {
            Server.Database database = server.newDatabase("accounts_" + count);
            Accounts.create(database, count);
            Accounts.warmUp(database);
            databases.put(count, database);
            designs.put(
                    count, new Ours(Integer.toString(count), database, Clock.systemUTC(), Ours.FEW_CONNECTIONS, false));
        }
        Figures figures = new Figures(measure(server, designs));
        StringBuilder text = new StringBuilder(
                """

                ### Accounts

                Each caller charges any of them, %d threads, with tables and index in memory. Sizes are those
                of the table and of its indexes. The bar is ≥ %.1fx.

                | accounts | per second | of the fewest | p99 ms | table MB | indexes MB |
                |---:|---:|---:|---:|---:|---:|
                """
                        .formatted(THREADS, ENOUGH));
        Cell fewest = cell(ACCOUNTS.get(0));
        databases.forEach((count, database) -> {
            double ratio = figures.ratio(cell(count), List.of(fewest), Measurement::perSecond)
                    .orElse(0);
            text.append("| %,d | %s | %.2fx%s | %.1f | %s | %s |%n"
                    .formatted(
                            count,
                            new CellTable(figures).rate(cell(count)),
                            ratio,
                            ratio < ENOUGH ? " **not reached**" : "",
                            figures.median(cell(count), Measurement::p99Micros).orElse(0) / 1e3,
                            database.text("select pg_table_size('ration_account') / 1000000"),
                            database.text("select pg_indexes_size('ration_account') / 1000000")));
        });
        designs.values().forEach(Design::close);
        return text.toString();
    }

    private List<Measurement> measure(Server server, Map<Integer, Design> designs) throws InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        for (int repetition = 1; repetition <= options.repetitions(); repetition++) {
            List<Integer> order = new ArrayList<>(designs.keySet());
            Plan.turn(order, repetition);
            for (int count : order) {
                Measurement measured = new Callers(
                                cell(count), designs.get(count), new Gauges(server.pid()), caller -> Keys.random(count))
                        .run(Thread::new, repetition, options.warmUpMillis(), options.millis());
                System.out.println("accounts," + measured.csv());
                requireExact(measured.granted(), measured.counted(), count + " accounts");
                measurements.add(measured);
            }
        }
        return measurements;
    }

    private static Cell cell(int accounts) {
        return new Cell(Device.DISK, Load.SPREAD, THREADS, Integer.toString(accounts));
    }

    /** Every account is touched once: within its window, as the first in the next one, and once more. */
    private String monthEnd(Server server) throws InterruptedException {
        Server.Database database = server.newDatabase("month_end");
        Accounts.create(database, Keys.SPREAD);
        MovableClock clock = new MovableClock();
        StringBuilder text = new StringBuilder(
                """

                ### The end of a month

                Each of %,d accounts is charged once, %d threads: first within its window, then as the first one
                after the month's end, which closes the window, keeps it as history and opens the next, then again.

                | | per second | seconds for all |
                |---|---:|---:|
                """
                        .formatted(Keys.SPREAD, THREADS));
        try (Ours design = new Ours("month's end", database, clock, Ours.FEW_CONNECTIONS, false)) {
            long before = design.counted();
            sweep(design);
            text.append(row("within the window", sweep(design)));
            clock.moveTo(Accounts.end().plusSeconds(1));
            text.append(row("the first of the month", sweep(design)));
            text.append(row("within the next window", sweep(design)));
            requireExact(4L * Keys.SPREAD, design.counted() - before, "the end of a month");
            long closed = database.number("select count(*) from ration_closed_window");
            requireExact(Keys.SPREAD, closed, "windows closed at the end of a month");
        }
        return text.toString();
    }

    private static String row(String words, double seconds) {
        return "| %s | %,.0f | %.1f |%n".formatted(words, Keys.SPREAD / seconds, seconds);
    }

    /** Charges each account once; answers how many seconds that took. */
    private static double sweep(Design design) throws InterruptedException {
        AtomicLong next = new AtomicLong(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Design.Charge charge = design.charge(Load.SPREAD);
        List<Thread> threads = new ArrayList<>();
        long begin = System.nanoTime();
        for (int number = 0; number < THREADS; number++) {
            Thread thread = new Thread(() -> {
                for (long key = next.getAndIncrement(); key <= Keys.SPREAD; key = next.getAndIncrement()) {
                    charge.take(key);
                }
            });
            thread.setUncaughtExceptionHandler((failed, thrown) -> failure.compareAndSet(null, thrown));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a charge failed", failure.get());
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private String nodes(Server server) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder(
                """

                ### Nodes

                Each node is a separate JVM with %d threads, on the same processors; charges of all nodes together.

                | nodes | one key, per second | 100,000 keys, per second |
                |---:|---:|---:|
                """
                        .formatted(NODE_THREADS));
        Server.Database database = server.newDatabase("nodes");
        Accounts.create(database, Keys.SPREAD);
        for (int nodes = 1; nodes <= NODES; nodes++) {
            text.append("| %d | %,.0f | %,.0f |%n"
                    .formatted(nodes, nodes(database, nodes, Load.HOT), nodes(database, nodes, Load.SPREAD)));
        }
        return text.toString();
    }

    /** The charges per second of so many nodes together. */
    private double nodes(Server.Database database, int count, Load load) throws IOException, InterruptedException {
        long before = database.number(Accounts.COUNTED);
        List<Process> nodes = new ArrayList<>();
        for (int node = 0; node < count; node++) {
            nodes.add(startNode(database, load));
        }
        List<BufferedReader> answers = new ArrayList<>();
        for (Process node : nodes) {
            answers.add(node.inputReader());
            answers.get(answers.size() - 1).readLine();
        }
        for (Process node : nodes) {
            node.outputWriter().append("go\n").flush();
        }
        double perSecond = 0;
        long granted = 0;
        for (BufferedReader answer : answers) {
            Measurement measured = Measurement.parse(answer.readLine());
            System.out.println("node of " + count + "," + measured.csv());
            perSecond += measured.perSecond();
            granted += measured.granted();
        }
        for (Process node : nodes) {
            node.waitFor();
        }
        requireExact(granted, database.number(Accounts.COUNTED) - before, count + " nodes");
        return perSecond;
    }

    private Process startNode(Server.Database database, Load load) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Node.class.getName(),
                        database.url(),
                        load.name(),
                        Integer.toString(NODE_THREADS),
                        Long.toString(options.millis()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void requireExact(long granted, long counted, String what) {
        if (granted != counted) {
            failures.add("NOT EXACT: %s: granted %d, counted %d".formatted(what, granted, counted));
        }
    }

    /** The system's clock, moved ahead. */
    private static final class MovableClock extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        void moveTo(Instant instant) {
            ahead = Duration.between(Instant.now(), instant);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock is of UTC");
        }
    }
}
