package org.ration.ledger;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts' table by plain JDBC, on the connection of a transaction: where many rows go at once, and a persistence
 * provider would send them one by one.
 */
final class AccountRows {

    private static final String WRITE = "update ration_account set zone = ?, anchor = ?, used = ?, granted = ?,"
            + " quota_limit = ?, threshold_mark = ?, period_start = ?, reset_at = ?, updated_at = ? where id = ?";

    private final Connection connection;

    private AccountRows(Connection connection) {
        this.connection = connection;
    }

    /** On the connection of an entity manager's transaction; empty if the provider does not give it away. */
    static Optional<AccountRows> of(EntityManager store) {
        try {
            return Optional.ofNullable(store.unwrap(Connection.class)).map(AccountRows::new);
        } catch (PersistenceException notGiven) {
            return Optional.empty();
        }
    }

    /** Writes what charges may have changed, in one round trip. */
    void write(Collection<Account> accounts) {
        try (PreparedStatement update = connection.prepareStatement(WRITE)) {
            for (Account account : accounts) {
                bind(update, account.charged());
                update.addBatch();
            }
            for (int count : update.executeBatch()) {
                if (count == 0) {
                    throw new IllegalStateException("a locked account is not there");
                }
            }
        } catch (SQLException failed) {
            throw new PersistenceException(failed);
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
