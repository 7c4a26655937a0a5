// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Several databases of one kind behind ShardingSphere-JDBC 5.5, which routes each statement by the ids in it. It
 * understands plain SQL only, reads no catalogue, and sends a statement without a table to any of the databases.
 */
record ShardedDialect(Dialect one) implements Dialect {

    private static final String SELECT = "select ";

    @Override
    public Optional<Dialect> of(DatabaseMetaData database) throws SQLException {
        return one.of(database).map(ShardedDialect::new);
    }

    @Override
    public boolean sharded() {
        return true;
    }

    @Override
    public String folder() {
        return one.folder();
    }

    @Override
    public String sessionId() {
        return besideAnAccount(one.sessionId());
    }

    @Override
    public String epochMillis() {
        return besideAnAccount(one.epochMillis());
    }

    @Override
    public String isolation() {
        return one.isolation();
    }

    @Override
    public boolean lostToAnother(SQLException fault) {
        return one.lostToAnother(fault);
    }

    @Override
    public boolean lockTimedOut(SQLException fault) {
        return one.lockTimedOut(fault);
    }

    /** The table brings it to the database that has the account, whether or not it is there. */
    private static String besideAnAccount(String query) {
        return SELECT + "max(a.id), " + query.substring(SELECT.length()) + " from ration_account a where a.id = ?1";
    }
}
