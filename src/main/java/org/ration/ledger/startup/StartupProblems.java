// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.startup;

import java.util.List;
import java.util.stream.Collectors;
import org.ration.QuotaStoreException;
import org.ration.ledger.sql.Dialect;

/**
 * The messages of a ledger that does not start, or should not run in this configuration. Ids are never reused, and
 * differ from those of deployment problems.
 */
final class StartupProblems {

    private StartupProblems() {}

    static String sharedConnection() {
        return "RATION-003 A new transaction on the data source of the @QuotaStore persistence unit reuses the"
                + " connection of the suspended transaction, so charges would be rolled back together with the caller's"
                + " work; use a data source that gives each transaction a separate connection (on Payara and GlassFish"
                + " an XA data source), or give Ration's persistence unit a separate data source.";
    }

    static String noTables(Dialect dialect, String what, List<String> missing) {
        return "RATION-004 Ration's tables are missing or outdated: " + what
                + (missing.isEmpty() ? unknownTables() : remedy(dialect, missing));
    }

    private static String remedy(Dialect dialect, List<String> missing) {
        String scripts = missing.stream().map(dialect::path).collect(Collectors.joining(" and then "));
        return "; run " + scripts
                + " in the database of the @QuotaStore persistence unit (by Flyway or by hand), or set"
                + " ration.schema=create.";
    }

    private static String unknownTables() {
        return ", and this version of Ration has no script to correct that; use the version of Ration that made the"
                + " tables, or a later one.";
    }

    static String otherSecret(String name) {
        return "RATION-005 ration.secret differs from the one that Ration's tables were first used with, so counters of"
                + " header keys would start again at 0; set the first secret on this node, or delete the row '" + name
                + "' from ration_meta if the change is intended.";
    }

    static String notMapped() {
        return "RATION-028 The persistence unit of the @QuotaStore entity manager does not know Ration's entities; add"
                + " <mapping-file>META-INF/ration-orm.xml</mapping-file> to it in persistence.xml.";
    }

    static String noAnswer(QuotaStoreException fault) {
        Throwable cause = fault.getCause() == null ? fault : rootOf(fault);
        return "RATION-029 The database of the @QuotaStore persistence unit cannot be used: " + fault.getMessage()
                + ": " + cause.getMessage();
    }

    static String otherIsolation(String isolation) {
        return "RATION-030 The data source of the @QuotaStore persistence unit works at the isolation \"" + isolation
                + "\"; set it to READ COMMITTED (transaction-isolation-level=read-committed of the connection pool, or"
                + " isolationLevel of @DataSourceDefinition), or charges of one key are repeated more often than"
                + " necessary.";
    }

    static String noRollback() {
        return "RATION-031 Rows that a transaction on the data source of the @QuotaStore persistence unit has rolled"
                + " back are still there, so the data source has neither transactions nor locks; name a data source in"
                + " <jta-data-source> whose connections take part in transactions (transactional=true of"
                + " @DataSourceDefinition, no non-transactional connections of a pool).";
    }

    static String promisesLess(String setting) {
        return "RATION-080 The database of the @QuotaStore persistence unit: " + setting;
    }

    static String doesNotUnderstand(String setting) {
        return "RATION-083 The database of the @QuotaStore persistence unit cannot be used as it is set: " + setting;
    }

    static String otherTables() {
        return "RATION-081 The persistence unit of the @QuotaStore entity manager maps Ration's entities to other"
                + " tables than SQL on its connections uses, so charges and reads would use different tables; remove"
                + " the default schema, catalog or delimited identifiers from persistence.xml, orm.xml and"
                + " hibernate.default_schema, and set the schema of the data source's connections instead"
                + " (currentSchema in the URL of PostgreSQL's driver, SCHEMA in H2's).";
    }

    static String schemaGeneration(String property) {
        return "RATION-082 The persistence unit of the @QuotaStore entity manager has " + property
                + ", with which the provider creates Ration's tables without their checks and indexes, or drops all"
                + " counters at a deployment; remove it, or give Ration a separate persistence unit, and let"
                + " Ration's scripts make the tables.";
    }

    static String sharedCounter(String counter, String application, String rule, String other, String otherRule) {
        return "RATION-090 The counters of " + counter + " are shared: this application, " + application + ", declares "
                + rule
                + ", and " + other + " declared " + otherRule
                + " when it started last. Both count on the same rows, and each refuses by its own limit; declare the"
                + " same, use another scope, or set another ration.namespace for one of them.";
    }

    private static Throwable rootOf(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
