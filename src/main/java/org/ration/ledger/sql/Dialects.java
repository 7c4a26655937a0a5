// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The databases that Ration knows. */
public final class Dialects {

    /** For users to read. */
    public static final String NAMES = "H2, PostgreSQL or MariaDB";

    private static final List<Dialect> KNOWN = List.of(new H2Dialect(), new PostgreSqlDialect(), new MariaDbDialect());

    private Dialects() {}

    /** The dialect of a database, by what its driver reports; empty if it is none of these. */
    static Optional<Dialect> of(DatabaseMetaData database) throws SQLException {
        for (Dialect known : KNOWN) {
            Optional<Dialect> found = known.of(database);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Whether something is so on any of them. Their codes do not overlap. */
    public static boolean any(Predicate<Dialect> condition) {
        return KNOWN.stream().anyMatch(condition);
    }
}
