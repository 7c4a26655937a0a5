// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The shortest code that counts: one conditional UPDATE per charge. */
public final class OneUpdate implements Design {

    static final String TABLES =
            """
            create table counter (
                id varchar(200) not null primary key,
                used bigint not null,
                quota_limit bigint not null) with (fillfactor = 70);
            insert into counter select 'user:' || n, 0, %d from generate_series(0, %d) n;
            insert into counter values ('user:-1', %d, %d);
            vacuum analyze counter
            """
                    .formatted(Keys.LIMIT, Keys.SPREAD, Keys.SMALL_LIMIT, Keys.SMALL_LIMIT);

    static final String COUNTED = "select cast(sum(used) as bigint) from counter";

    private static final String UPDATE =
            "update counter set used = used + 1 where id = ? and used + 1 <= quota_limit returning used";

    private static final String UPSERT = "insert into counter values (?, 1, " + Keys.LIMIT
            + ") on conflict (id) do update set used = counter.used + 1"
            + " where counter.used + 1 <= counter.quota_limit returning used";

    private final String name;
    private final DataSource pool;
    private final Transaction transaction;

    /**
     * One UPDATE per charge.
     *
     * @param name the name
     * @param pool the pool
     * @param transaction in which transaction it runs
     */
    public OneUpdate(String name, DataSource pool, Transaction transaction) {
        this.name = name;
        this.pool = pool;
        this.transaction = transaction;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Charge charge(Load load) {
        String sql = load == Load.FIRST ? UPSERT : UPDATE;
        return key -> transaction.call(() -> take(sql, key));
    }

    @Override
    public long counted() {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(COUNTED);
                var result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private int take(String sql, long key) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Keys.name(key));
            try (var result = statement.executeQuery()) {
                return result.next() ? 1 : 0;
            }
        }
    }

    @Override
    public void close() {
        Pools.close(pool);
    }
}
