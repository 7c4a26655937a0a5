// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own load generator, where it is installed: one UPDATE per charge without any Java. */
final class Pgbench {

    private static final Pattern DONE = Pattern.compile("transactions actually processed: (\\d+)");
    private static final Pattern RATE = Pattern.compile("progress: \\d+\\.\\d s, ([\\d.]+) tps");

    /** Its connections are new in each run. */
    private static final int COLD_SECONDS = 2;

    private final Path program;

    private Pgbench(Path program) {
        this.program = program;
    }

    static Optional<Pgbench> find() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "pgbench"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Pgbench::new);
    }

    Design on(int port, Server.Database database) {
        return new OnDatabase(port, database);
    }

    /** Not driven by {@link Callers}: it has its own. */
    final class OnDatabase implements Design {

        private final int port;
        private final Server.Database database;

        private OnDatabase(int port, Server.Database database) {
            this.port = port;
            this.database = database;
        }

        @Override
        public String name() {
            return Designs.PGBENCH;
        }

        @Override
        public Charge charge(Load load) {
            throw new UnsupportedOperationException("pgbench runs by itself");
        }

        @Override
        public long counted() {
            return database.number(OneUpdate.COUNTED);
        }

        /** Runs a cell; its first seconds do not count. */
        Measurement run(Cell cell, int repetition, long millis) throws InterruptedException {
            long before = counted();
            String output = output(cell, COLD_SECONDS + Math.max(1, Math.round(millis / 1e3)));
            long granted = Long.parseLong(first(DONE, output));
            return new Measurement(cell, repetition, warmRate(output), 0, 0, 1, 0, 0, granted, counted() - before);
        }

        private String output(Cell cell, long seconds) throws InterruptedException {
            try {
                Path script = Files.createTempFile("ration", ".sql");
                Files.writeString(script, script(cell.load()));
                Process process = new ProcessBuilder(command(script, cell.threads(), seconds))
                        .redirectErrorStream(true)
                        .start();
                String output = new String(process.getInputStream().readAllBytes());
                Files.delete(script);
                if (process.waitFor() != 0) {
                    throw new IllegalStateException(output);
                }
                return output;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private String script(Load load) {
            long from = load == Load.HOT ? Keys.HOT : 1;
            long to = load == Load.HOT ? Keys.HOT : Keys.SPREAD;
            return """
                    \\set key random(%d, %d)
                    update counter set used = used + 1 where id = 'user:' || :key and used + 1 <= quota_limit \
                    returning used;
                    """
                    .formatted(from, to);
        }

        private List<String> command(Path script, int clients, long seconds) {
            return List.of(
                    program.toString(),
                    "--no-vacuum",
                    "--protocol=prepared",
                    "--host=localhost",
                    "--port=" + port,
                    "--username=postgres",
                    "--file=" + script,
                    "--client=" + clients,
                    "--progress=1",
                    "--jobs=" + Math.min(clients, 2),
                    "--time=" + seconds,
                    database.text("select current_database()"));
        }

        private static double warmRate(String output) {
            return RATE.matcher(output)
                    .results()
                    .skip(COLD_SECONDS)
                    .mapToDouble(second -> Double.parseDouble(second.group(1)))
                    .average()
                    .orElseThrow(() -> new IllegalStateException(output));
        }

        private static String first(Pattern pattern, String output) {
            Matcher matcher = pattern.matcher(output);
            if (!matcher.find()) {
                throw new IllegalStateException(output);
            }
            return matcher.group(1);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
