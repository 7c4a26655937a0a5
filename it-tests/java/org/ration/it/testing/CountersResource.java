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
