package org.ration.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ration.QuotaStoreException;

/** The tables: are they there, and what if not. Several nodes may create them at once. */
final class Schema {

    /** The version of the tables that this code reads and writes. */
    private static final String VERSION = "1";

    private static final int MOST_ATTEMPTS = 20;

    private final boolean create;

    Schema(boolean create) {
        this.create = create;
    }

    /**
     * Checks that the tables are there and as this code needs them, and creates them if that is wanted. Tables of another
     * version stay as they are.
     *
     * @return what is wrong
     */
    Optional<String> check(Turn turn) {
        Finding finding = look(turn);
        for (int attempts = 1; create && finding.isMissing() && attempts <= MOST_ATTEMPTS; attempts++) {
            create(turn, attempts == MOST_ATTEMPTS);
            turn.pause(attempts);
            finding = look(turn);
        }
        return finding == Finding.GOOD
                ? Optional.empty()
                : Optional.of(StartProblems.noTables(turn.dialect(), finding.text));
    }

    /** Names first: a query of a table that is not there would fill the log. */
    private static Finding look(Turn turn) {
        if (!turn.read(LedgerTables::seemToExist)) {
            return Finding.NO_TABLES;
        }
        Optional<String> version =
                ifTablesKnown(turn, tables -> tables.meta(MetaEntry.SCHEMA).orElse(""));
        if (version.isEmpty()) {
            return Finding.NO_TABLES;
        }
        return switch (version.get()) {
            case "" -> Finding.NO_VERSION;
            case VERSION -> lookAtColumns(turn);
            default -> Finding.OTHER_VERSION;
        };
    }

    private static Finding lookAtColumns(Turn turn) {
        return ifTablesKnown(turn, LedgerTables::columns).isPresent() ? Finding.GOOD : Finding.PART_MISSING;
    }

    private static <T> Optional<T> ifTablesKnown(Turn turn, Function<LedgerTables, T> read) {
        try {
            return Optional.of(turn.read(read));
        } catch (QuotaStoreException fault) {
            if (Faults.tableUnknown(fault)) {
                return Optional.empty();
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

    /** What a look at the tables comes to. */
    private enum Finding {
        GOOD(""),
        NO_TABLES("there is no table ration_meta that can be read"),
        NO_VERSION("ration_meta has no row 'schema'"),
        PART_MISSING("a table or column of version " + VERSION + " is not there"),
        OTHER_VERSION("ration_meta tells another version than " + VERSION);

        private final String text;

        Finding(String text) {
            this.text = text;
        }

        /** Whether the script has not been run, or is being run by another node. */
        boolean isMissing() {
            return this == NO_TABLES || this == NO_VERSION;
        }
    }
}
