package org.ration.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ration.QuotaStoreException;

/** The tables: are they there, and what if not. Several nodes may create them at once. */
final class Schema {

    private static final int MOST_ATTEMPTS = 20;

    private final boolean create;

    Schema(boolean create) {
        this.create = create;
    }

    /**
     * Checks that the tables are there and as this code needs them, and creates them if that is wanted.
     *
     * @return what is wrong
     */
    Optional<String> check(Turn turn) {
        Optional<String> problem = problem(turn);
        for (int attempts = 1; create && problem.isPresent() && attempts <= MOST_ATTEMPTS; attempts++) {
            create(turn, attempts == MOST_ATTEMPTS);
            problem = problem(turn);
            turn.pause(attempts);
        }
        return problem;
    }

    private static Optional<String> problem(Turn turn) {
        return missing(turn).map(what -> StartProblems.noTables(turn.dialect(), what));
    }

    /** Names first: a query of a table that is not there would fill the log. */
    private static Optional<String> missing(Turn turn) {
        if (!turn.read(LedgerTables::seemToExist)) {
            return Optional.of("there is no table ration_meta");
        }
        try {
            turn.read(tables -> {
                tables.lookAtAllColumns();
                return true;
            });
            String version = turn.read(tables -> tables.meta(MetaEntry.SCHEMA)).orElse("unknown");
            return version.equals(StartCheck.SCHEMA_VERSION)
                    ? Optional.empty()
                    : Optional.of("their version is " + version + ", not " + StartCheck.SCHEMA_VERSION);
        } catch (QuotaStoreException fault) {
            if (Faults.tableUnknown(fault)) {
                return Optional.of("a table or column is not there");
            }
            throw fault;
        }
    }

    /** A failure is no matter if another node was quicker, which the next look tells. */
    private static void create(Turn turn, boolean last) {
        try {
            turn.change(tables -> {
                statements(turn.dialect().script()).forEach(tables::execute);
                return Outcome.changed(true);
            });
        } catch (QuotaStoreException fault) {
            if (last) {
                throw fault;
            }
        }
    }

    /** The statements of a script whose comments begin with two hyphens, and whose texts have no semicolons. */
    private static List<String> statements(String script) {
        String bare = read(script).replaceAll("--[^\n]*", "");
        return Arrays.stream(bare.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String read(String script) {
        try (InputStream stream = Schema.class.getClassLoader().getResourceAsStream(script)) {
            if (stream == null) {
                throw new IllegalStateException(script + " is not in Ration's jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
