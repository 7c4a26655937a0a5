// SPDX-License-Identifier: Apache-2.0
package org.ration.it.testing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The counters as they are in the database. */
@Path("counters")
@ApplicationScoped
public class CountersResource {

    @Inject
    private TestDataSource database;

    @GET
    @Path("used")
    public String used(
            @QueryParam("key") String key, @QueryParam("scope") String scope, @QueryParam("unit") String unit)
            throws SQLException {
        String sql = "select coalesce(sum(used), 0) from ration_account where quota_key = ?"
                + " and scope = coalesce(?, scope) and period = coalesce(?, period)";
        try (Connection connection = database.connection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, key);
            query.setString(2, scope);
            query.setString(3, unit);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return Long.toString(row.getLong(1));
            }
        }
    }

    @GET
    @Path("reserved")
    public String reserved(@QueryParam("scope") String scope) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement query = connection.prepareStatement(
                        "select coalesce(sum(reserved), 0) from ration_account where scope = ?")) {
            query.setString(1, scope);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return Long.toString(row.getLong(1));
            }
        }
    }

    /** Every counter, a line each: what identifies it, what is used, and when that changed. */
    @GET
    @Path("all")
    public String all() throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection connection = database.connection();
                PreparedStatement query = connection.prepareStatement(
                        "select scope, period, quota_key, used, updated_at from ration_account order by id");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                all.append(row.getString(1))
                        .append(' ')
                        .append(row.getString(2))
                        .append(' ');
                all.append(row.getString(3)).append(' ').append(row.getLong(4)).append(' ');
                all.append(row.getLong(5)).append('\n');
            }
        }
        return all.toString();
    }

    /** Everything that is in the database, as SQL. */
    @GET
    @Path("dump")
    public String dump() throws SQLException {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = database.connection();
                PreparedStatement script = connection.prepareStatement("script");
                ResultSet lines = script.executeQuery()) {
            while (lines.next()) {
                dump.append(lines.getString(1)).append('\n');
            }
        }
        return dump.toString();
    }
}
