package org.ration.ledger.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.ration.QuotaStoreException;
import org.ration.ledger.sql.Dialect;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.MetaEntry;
import org.ration.ledger.transaction.SqlFailures;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;

/**
 * The tables: are they there, and what if not. Each script brings them from one version to the next, and writes the version
 * into {@code ration_meta} at its end. Several nodes may run them at once.
 */
final class SchemaCheck {

    /** The n-th makes version n of what was before. */
    private static final List<String> SCRIPTS = List.of("V1__ration.sql", "V2__audit.sql");

    /** The version of the tables that this code reads and writes. */
    private static final int VERSION = SCRIPTS.size();

    private static final int MOST_ATTEMPTS = 20;

    private final boolean create;

    SchemaCheck(boolean create) {
        this.create = create;
    }

    /**
     * Checks that the tables are there and as this code needs them, and runs the scripts that are missing if that is
     * wanted. Tables of a version that this code does not know stay as they are.
     *
     * @return what is wrong
     */
    Optional<String> check(TransactionRunner turn) {
        Finding finding = look(turn);
        for (int attempts = 1; create && finding.isMissing() && attempts <= MOST_ATTEMPTS; attempts++) {
            run(turn, finding.missing.get(0), attempts == MOST_ATTEMPTS);
            turn.pause(attempts);
            finding = look(turn);
        }
        return finding.good()
                ? Optional.empty()
                : Optional.of(StartupProblems.noTables(turn.dialect(), finding.wrong, finding.missing));
    }

    /** Names first: a query of a table that is not there would fill the log. */
    private static Finding look(TransactionRunner turn) {
        Optional<String> version = turn.read(LedgerTables::seemToExist)
                ? ifTablesKnown(turn, tables -> tables.meta(MetaEntry.SCHEMA).orElse(""))
                : Optional.empty();
        return version.map(known -> look(turn, known))
                .orElse(new Finding("there is no table ration_meta that can be read", SCRIPTS));
    }

    private static Finding look(TransactionRunner turn, String version) {
        if (version.isEmpty()) {
            return new Finding("ration_meta has no row 'schema'", SCRIPTS);
        }
        if (version.equals(Integer.toString(VERSION))) {
            return ifTablesKnown(turn, LedgerTables::columns).isPresent()
                    ? new Finding("", List.of())
                    : new Finding("a table or column of version " + VERSION + " is not there", List.of());
        }
        return new Finding(
                "ration_meta tells version " + version + " and not " + VERSION,
                SCRIPTS.subList(from(version), VERSION));
    }

    /** How many scripts made a version; all of them, if it is none that this code knows. */
    private static int from(String version) {
        return IntStream.range(1, VERSION)
                .filter(known -> version.equals(Integer.toString(known)))
                .findFirst()
                .orElse(VERSION);
    }

    private static <T> Optional<T> ifTablesKnown(TransactionRunner turn, Function<LedgerTables, T> read) {
        try {
            return Optional.of(turn.read(read));
        } catch (QuotaStoreException fault) {
            if (SqlFailures.tableUnknown(fault)) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    /** A failure is no matter if another node was quicker, which the next look tells. */
    private static void run(TransactionRunner turn, String script, boolean last) {
        try {
            turn.change(tables -> {
                statements(path(turn.dialect(), script)).forEach(tables::execute);
                return TransactionResult.changed(true);
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

    /** The path of a script for a database. */
    static String path(Dialect dialect, String script) {
        return "META-INF/ration/db/" + dialect.folder() + "/" + script;
    }

    private static String read(String script) {
        try (InputStream stream = SchemaCheck.class.getClassLoader().getResourceAsStream(script)) {
            if (stream == null) {
                throw new IllegalStateException(script + " is not in Ration's jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * What a look at the tables comes to.
     *
     * @param wrong what is wrong; empty if nothing is
     * @param missing the scripts that have not been run, or are being run by another node
     */
    private record Finding(String wrong, List<String> missing) {

        boolean good() {
            return wrong.isEmpty();
        }

        boolean isMissing() {
            return !missing.isEmpty();
        }
    }
}
