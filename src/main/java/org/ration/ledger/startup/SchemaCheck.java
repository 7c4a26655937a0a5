// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ration.QuotaStoreException;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.MetaEntry;
import org.ration.ledger.transaction.SqlFailures;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;

/**
 * The tables: are they there, and what if not. Each script brings them from one version to the next, and writes the
 * version into {@code ration_meta} at its end. Several nodes may run them at once.
 */
final class SchemaCheck {

    /** The n-th makes version n of what was before. */
    private static final List<String> SCRIPTS = List.of("V1__ration.sql");

    private static final int MAX_ATTEMPTS = 20;

    private final boolean create;
    private final List<String> scripts;

    SchemaCheck(boolean create) {
        this(create, SCRIPTS);
    }

    /** A check of code whose tables are made by other scripts. */
    SchemaCheck(boolean create, List<String> scripts) {
        this.create = create;
        this.scripts = scripts;
    }

    /**
     * Checks that the tables are there and as this code needs them, and runs the scripts that are missing if that is
     * wanted. Tables of a version that this code does not know stay as they are.
     *
     * @return what is wrong
     */
    Optional<String> check(TransactionRunner runner) {
        Finding finding = look(runner);
        for (int attempts = 1; create && finding.isMissing() && attempts <= MAX_ATTEMPTS; attempts++) {
            run(runner, finding.missing.get(0), attempts == MAX_ATTEMPTS);
            runner.pause(attempts);
            finding = look(runner);
        }
        if (finding.equals(Finding.ELSEWHERE)) {
            return Optional.of(StartupProblems.otherTables());
        }
        return finding.good()
                ? Optional.empty()
                : Optional.of(StartupProblems.noTables(runner.dialect(), finding.wrong, finding.missing));
    }

    /** Names first: a query of a table that is not there would fill the log. */
    private Finding look(TransactionRunner runner) {
        if (!runner.read(LedgerTables::seemToExist)) {
            return unreadable();
        }
        Optional<String> version =
                ifTablesKnown(runner, tables -> tables.meta(MetaEntry.SCHEMA).orElse(""));
        if (version.isEmpty()
                && ifTablesKnown(runner, tables -> tables.metaBySql(MetaEntry.SCHEMA))
                        .isPresent()) {
            return Finding.ELSEWHERE;
        }
        return version.map(known -> look(runner, known)).orElseGet(this::unreadable);
    }

    private Finding unreadable() {
        return new Finding("there is no readable table ration_meta", scripts);
    }

    private Finding look(TransactionRunner runner, String version) {
        if (version.isEmpty()) {
            return new Finding("ration_meta has no row 'schema'", scripts);
        }
        if (number(version) != scripts.size() && !isLaterAndAllowsThisCode(runner, version)) {
            return new Finding(
                    "ration_meta has version " + version + " and not " + scripts.size(),
                    scripts.subList(from(version), scripts.size()));
        }
        return ifTablesKnown(runner, LedgerTables::columns).isPresent()
                ? new Finding("", List.of())
                : new Finding("a table or column of version " + scripts.size() + " is not there", List.of());
    }

    /** While nodes are replaced one by one, the first of the new ones may have changed the tables already. */
    private boolean isLaterAndAllowsThisCode(TransactionRunner runner, String version) {
        return number(version) > scripts.size()
                && runner.read(tables -> tables.meta(MetaEntry.OLDEST_CODE))
                        .filter(oldest -> number(oldest) >= 1 && number(oldest) <= scripts.size())
                        .isPresent();
    }

    /** How many scripts made a version; all of them, if it is none that this code knows. */
    private int from(String version) {
        int known = number(version);
        return known >= 1 && known < scripts.size() ? known : scripts.size();
    }

    /** A version as a number; -1 if it is none. */
    private static int number(String version) {
        return version.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(version) : -1;
    }

    private static <T> Optional<T> ifTablesKnown(TransactionRunner runner, Function<LedgerTables, T> read) {
        try {
            return Optional.of(runner.read(read));
        } catch (QuotaStoreException fault) {
            if (SqlFailures.tableUnknown(fault)) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    /** A failure does not matter if another node was faster, which the next check shows. */
    private static void run(TransactionRunner runner, String script, boolean last) {
        try {
            runner.change(tables -> {
                statements(runner.dialect().path(script)).forEach(tables::execute);
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
     * The result of a check of the tables.
     *
     * @param wrong what is wrong; empty if nothing is
     * @param missing the scripts that have not been run, or are being run by another node
     */
    private record Finding(String wrong, List<String> missing) {

        /** The persistence provider does not know the tables that SQL on its connection knows. */
        static final Finding ELSEWHERE = new Finding("the persistence unit maps to other tables", List.of());

        boolean good() {
            return wrong.isEmpty();
        }

        boolean isMissing() {
            return !missing.isEmpty();
        }
    }
}
