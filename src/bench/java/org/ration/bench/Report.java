// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes what was measured: a document and a chart. */
final class Report {

    /** What profiles have shown, written by hand. */
    private static final Path LIMITS = Path.of("src/bench/limits.md");

    private static final Map<String, String> IN_SHORT = inShort();

    private final Machine machine;
    private final Map<Device, Map<String, String>> settings;
    private final Figures figures;
    private final List<String> sections;
    private final List<String> failures;

    Report(
            Machine machine,
            Map<Device, Map<String, String>> settings,
            List<Measurement> measurements,
            List<String> sections,
            List<String> failures) {
        this.machine = machine;
        this.settings = settings;
        this.figures = new Figures(measurements);
        this.sections = sections;
        this.failures = failures;
    }

    /** Writes to {@code docs} if the run is whole, else to the scratch folder. */
    void write(Options options) throws IOException {
        Path folder = options.whole() ? Path.of("docs") : options.target().resolve("bench");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("benchmark.md"), document());
        Files.writeString(folder.resolve("benchmark.svg"), new Chart(figures, settings.keySet()).svg());
        System.out.println("Written: " + folder.resolve("benchmark.md"));
    }

    private String document() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(head());
        if (!figures.all().isEmpty()) {
            text.append("\n").append(shortTable());
            text.append("\n![Charges per second](benchmark.svg)\n");
            text.append("\n## Targets\n\n");
            text.append("Ratios within each repetition, the median of them; of several rivals the fastest.\n\n");
            text.append(new Bars(figures).table(settings.keySet()));
            settings.keySet().forEach(device -> text.append(cells(device)));
        }
        sections.forEach(section -> text.append("\n").append(section));
        text.append("\n").append(Files.readString(LIMITS));
        text.append("\n## The server's settings\n\n").append(serverSettings());
        return text.toString();
    }

    private String head() {
        return """
                # How fast charges are

                Written by `mvn -Pbench` (see [Benchmark](../src/bench/java/org/ration/bench/Benchmark.java)) on %s.

                | | |
                |---|---|
                | machine | %s, %d GB, shared by the load and the database |
                | system | %s |
                | Java | %s |
                | versions | %s |
                | load average before | %.2f |
                | exact | %s |

                A charge is durable when it is answered. Every cell compares the units granted with the units in the
                database: %d cells. Designs are interleaved within each repetition; the figures are medians of the
                repetitions. Ration has `ration.connections=%d`, except in the row that names its default of %d:
                where the load, the node and the database share so few processors, fewer connections mean larger
                batches and less work per charge. *disk*: `fsync` and `synchronous_commit` are on. *1 ms flush*: the
                data are in memory, and each flush lasts a millisecond longer, which models a disk with the noise of
                the CPU only. Rivals have a separate pool without a transaction manager; every pool has %d
                connections. Rates depend on the machine; round trips, CPU per charge and ratios do so less. CPU of
                the client includes the load generator.
                """
                .formatted(
                        machine.begun(),
                        machine.processor(),
                        machine.memoryGigabytes(),
                        machine.system(),
                        machine.java(),
                        Versions.text(),
                        machine.loadBefore(),
                        failures.isEmpty() ? "every cell" : "**NOT: " + String.join("; ", failures) + "**",
                        figures.all().size(),
                        Ours.FEW_CONNECTIONS,
                        Ours.CONNECTIONS_BY_DEFAULT,
                        Server.POOL);
    }

    private String cells(Device device) {
        StringBuilder text = new StringBuilder("\n## " + device.text() + "\n");
        Map<String, Set<Cell>> groups = figures.all().stream()
                .map(Measurement::cell)
                .filter(cell -> cell.device() == device)
                .collect(Collectors.groupingBy(
                        cell -> title(cell), LinkedHashMap::new, Collectors.toCollection(LinkedHashSet::new)));
        groups.forEach((title, cells) ->
                text.append("\n### ").append(title).append("\n\n").append(new CellTable(figures).text(cells)));
        return text.toString();
    }

    private static String title(Cell cell) {
        return "%s: %s, %d threads".formatted(cell.load(), cell.load().text(), cell.threads());
    }

    private String shortTable() {
        StringBuilder text = new StringBuilder("| durable, exact charges per second, 64 threads |");
        settings.keySet()
                .forEach(device -> text.append(" one key, %1$s | 100,000 keys, %1$s |".formatted(device.text())));
        text.append("\n|---|").append("---:|---:|".repeat(settings.size())).append("\n");
        IN_SHORT.forEach((design, words) -> {
            text.append("| ").append(words).append(" |");
            for (Device device : settings.keySet()) {
                text.append(" ")
                        .append(new CellTable(figures).rate(new Cell(device, Load.HOT, 64, design)))
                        .append(" |");
                text.append(" ")
                        .append(new CellTable(figures).rate(new Cell(device, Load.SPREAD, 64, design)))
                        .append(" |");
            }
            text.append("\n");
        });
        return text.toString();
    }

    private String serverSettings() {
        if (settings.isEmpty()) {
            return "–\n";
        }
        StringBuilder text = new StringBuilder("| |");
        settings.keySet()
                .forEach(device -> text.append(" ").append(device.text()).append(" |"));
        text.append("\n|---|").append("---|".repeat(settings.size())).append("\n");
        settings.values().iterator().next().keySet().forEach(name -> {
            text.append("| `").append(name).append("` |");
            settings.values()
                    .forEach(values -> text.append(" ").append(values.get(name)).append(" |"));
            text.append("\n");
        });
        return text.toString();
    }

    private static Map<String, String> inShort() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(Designs.FAST, "**Ration**");
        words.put(Designs.FAST_HIBERNATE, "Ration, on Hibernate");
        words.put(Designs.PORTABLE, "Ration, by portable JPA alone");
        words.put(Designs.BUCKET4J_BATCHING, "bucket4j with request batching");
        words.put(Designs.BUCKET4J, "bucket4j, select for update");
        words.put(Designs.UPDATE, "one UPDATE per charge");
        words.put(Designs.HIBERNATE, "naive JPA, Hibernate");
        words.put(Designs.ECLIPSELINK, "naive JPA, EclipseLink");
        return words;
    }
}
