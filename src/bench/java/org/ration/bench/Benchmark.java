// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Measures exact, durable charges on PostgreSQL: Ration's ledger, by its statements for PostgreSQL and by portable JPA,
 * against bucket4j (select for update, with and without request batching), naive JPA on EclipseLink and on Hibernate,
 * and one UPDATE per charge (in autocommit, in JTA, and by pgbench where that is installed); the same on Payara Micro;
 * Ration's ledger with 10 thousand to 10 million accounts, on several nodes and at the end of a month; and the
 * interceptor in memory.
 *
 * <p>Designs are interleaved within each repetition, on warm rows; grants and refusals are measured apart. Each cell
 * compares the units granted with the units in the database, and the run fails where they differ.
 *
 * <p>With many accounts huge pages tell; {@code sysctl vm.nr_hugepages=3300} gives PostgreSQL those that it takes here.
 * The report shows whether it had them.
 *
 * <pre>{@code
 * mvn -Pbench                                   # everything, in half an hour; writes docs/benchmark.md and its chart
 * mvn -Pbench -Dbench.quick=true                # a glance, in two minutes; writes target/bench
 * mvn -Pbench -Dbench.parts=designs -Dbench.devices=flush -Dbench.loads=hot,spread -Dbench.threads=64 \
 *             -Dbench.designs=Ration,UPDATE -Dbench.seconds=3 -Dbench.repetitions=3
 * mvn -Pbench -Dbench.quick=true -Dbench.loads=hot -Dbench.threads=256,1024 -Dbench.virtual=true \
 *             -Dbench.java=/usr/lib/jvm/temurin-25-jdk-amd64/bin/java   # callers on virtual threads
 * }</pre>
 */
public final class Benchmark {

    private static final int NOT_EXACT = 2;

    private final Options options = new Options();
    private final Path scratch = options.target().resolve("bench");
    private final List<Measurement> measurements = new ArrayList<>();
    private final Map<Device, Map<String, String>> settings = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    private Benchmark() {}

    /** Runs what the options say. */
    public static void main(String... none) throws Exception {
        System.exit(new Benchmark().run() ? 0 : NOT_EXACT);
    }

    private boolean run() throws Exception {
        Machine machine = Machine.now();
        Files.createDirectories(scratch);
        Files.writeString(scratch.resolve("cells.csv"), Measurement.CSV_HEADER + "\n");
        List<String> sections = new ArrayList<>();
        if (options.parts().contains(Options.Part.DESIGNS)) {
            for (Device device : options.devices()) {
                measureDesigns(device);
            }
        }
        if (options.parts().contains(Options.Part.PAYARA)) {
            attempt(sections, this::measureOnPayara);
        }
        if (options.parts().contains(Options.Part.SCALE)) {
            attempt(sections, () -> new Scale(options, failures).run());
        }
        if (options.parts().contains(Options.Part.JMH)) {
            attempt(sections, () -> InterceptorBenchmark.run(options.quick()));
        }
        if (options.parts().contains(Options.Part.SIGNALS)) {
            attempt(sections, () -> SignalsBenchmark.run(options.quick()));
        }
        Report report = new Report(machine, settings, measurements, sections, failures);
        report.write(options);
        failures.forEach(System.err::println);
        return failures.isEmpty();
    }

    /** Adds a section; its failure is noted, and costs no other section. */
    private void attempt(List<String> sections, Callable<String> part) {
        try {
            sections.add(part.call());
        } catch (Exception failed) {
            failures.add("FAILED: " + failed);
            failed.printStackTrace();
        }
    }

    private String measureOnPayara() throws Exception {
        OnPayara payara = new OnPayara(options);
        payara.run().stream()
                .filter(measured -> !measured.exact())
                .forEach(measured -> failures.add("NOT EXACT on Payara: " + measured.csv()));
        return payara.section();
    }

    private void measureDesigns(Device device) throws Exception {
        try (Server server = Server.start(device, options.target());
                Designs designs = new Designs(server)) {
            settings.put(device, server.settings());
            Gauges gauges = new Gauges(server.pid());
            Set<String> wanted = options.designs(designs.names());
            Plan plan = new Plan(options, wanted);
            for (Cell cell : plan.warmUp(device)) {
                warmUp(cell, designs.get(cell.design()), gauges);
            }
            for (int repetition = 1; repetition <= options.repetitions(); repetition++) {
                for (Cell cell : plan.cells(device, repetition)) {
                    try {
                        note(measure(cell, designs.get(cell.design()), gauges, repetition));
                    } catch (IllegalStateException failed) {
                        failures.add("FAILED: " + cell + ": " + failed);
                        failed.printStackTrace();
                    }
                }
            }
        }
    }

    /** Lets Java compile what the design needs, in its own time and not in that of the cells. */
    private void warmUp(Cell cell, Design design, Gauges gauges) throws InterruptedException {
        if (!(design instanceof Pgbench.OnDatabase)) {
            new Callers(cell, design, gauges).run(options.callers(), 0, 0, options.compileMillis());
        }
    }

    private Measurement measure(Cell cell, Design design, Gauges gauges, int repetition) throws InterruptedException {
        if (cell.load().isAsynchronous()) {
            return new Outstanding(cell, design, gauges).run(repetition, options.warmUpMillis(), options.millis());
        }
        return design instanceof Pgbench.OnDatabase pgbench
                ? pgbench.run(cell, repetition, options.millis())
                : new Callers(cell, design, gauges)
                        .run(options.callers(), repetition, options.warmUpMillis(), options.millis());
    }

    private void note(Measurement measured) throws IOException {
        measurements.add(measured);
        System.out.println(measured.csv());
        Files.writeString(scratch.resolve("cells.csv"), measured.csv() + "\n", java.nio.file.StandardOpenOption.APPEND);
        if (!measured.exact()) {
            failures.add("NOT EXACT: " + measured.csv());
        }
    }
}
