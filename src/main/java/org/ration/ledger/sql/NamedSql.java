// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * SQL whose parameters have names, as those of JPQL have.
 *
 * @param text with question marks
 * @param names the names of those, in their order
 */
record NamedSql(String text, List<String> names) {

    private static final Pattern NAME = Pattern.compile(":(\\w+)");

    static NamedSql of(String sql) {
        return new NamedSql(
                NAME.matcher(sql).replaceAll("?"),
                NAME.matcher(sql)
                        .results()
                        .map((MatchResult name) -> name.group(1))
                        .toList());
    }

    PreparedStatement prepare(Connection connection, Map<String, Object> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        for (int i = 0; i < names.size(); i++) {
            statement.setObject(i + 1, values.get(names.get(i)));
        }
        return statement;
    }
}
