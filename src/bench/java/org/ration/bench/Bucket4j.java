// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.RemoteBucketBuilder;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.bucket4j.distributed.serialization.InternalSerializationHelper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Bucket4j's buckets in PostgreSQL, by select for update, without or with its request batching, which works among
 * callers of one proxy: so proxies are kept. Nothing is refilled while the benchmark runs.
 */
public final class Bucket4j implements Design {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final BucketConfiguration LARGE = configuration(Keys.LIMIT);
    private static final BucketConfiguration SMALL = configuration(Keys.SMALL_LIMIT);
    private static final BucketConfiguration TWO_BANDWIDTHS = BucketConfiguration.builder()
            .addLimit(day -> day.capacity(Keys.LIMIT).refillIntervally(Keys.LIMIT, YEAR))
            .addLimit(month -> month.capacity(Keys.LIMIT).refillIntervally(Keys.LIMIT, YEAR.plusDays(1)))
            .build();

    /** How a day's and a month's limit are kept. */
    public enum Pair {
        /** In two buckets, charged one after the other. */
        TWO_BUCKETS,
        /** As two bandwidths of one bucket. */
        TWO_BANDWIDTHS
    }

    private final String name;
    private final DataSource pool;
    private final Pair pair;
    private final ProxyManager<String> buckets;
    private final RemoteBucketBuilder<String> builder;
    private final Map<Long, BucketProxy> proxies = new ConcurrentHashMap<>();

    /**
     * Bucket4j.
     *
     * @param name the name
     * @param pool the pool, which knows no transaction manager
     * @param batching whether requests are batched
     * @param pair how pairs are kept
     */
    public Bucket4j(String name, DataSource pool, boolean batching, Pair pair) {
        this.name = name;
        this.pool = pool;
        this.pair = pair;
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(pool)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .build();
        this.builder = batching ? buckets.builder().withOptimization(Optimizations.batching()) : buckets.builder();
    }

    /** Fills the table with all buckets. */
    public void fill() {
        execute("create table bucket (id varchar(200) not null primary key, state bytea) with (fillfactor = 70)");
        proxy(Keys.HOT).tryConsume(1);
        execute("insert into bucket select 'user:' || n, state from bucket, generate_series(1, " + Keys.SPREAD + ") n");
        proxy(Keys.FULL).tryConsume(Keys.SMALL_LIMIT);
        execute("vacuum analyze bucket");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Charge charge(Load load) {
        return switch (load) {
            case FIRST -> key -> builder.build(Keys.name(key), () -> LARGE).tryConsume(1) ? 1 : 0;
            case PAIR -> pair();
            default -> key -> proxy(key).tryConsume(1) ? 1 : 0;
        };
    }

    private Charge pair() {
        BucketProxy bandwidths = builder.build("pair", () -> TWO_BANDWIDTHS);
        BucketProxy day = builder.build("pair:day", () -> LARGE);
        BucketProxy month = builder.build("pair:month", () -> LARGE);
        return pair == Pair.TWO_BANDWIDTHS
                ? key -> bandwidths.tryConsume(1) ? 1 : 0
                : key -> day.tryConsume(1) && month.tryConsume(1) ? 2 : 0;
    }

    private BucketProxy proxy(long key) {
        BucketProxy known = proxies.get(key);
        return known != null
                ? known
                : proxies.computeIfAbsent(
                        key, number -> builder.build(Keys.name(number), () -> number == Keys.FULL ? SMALL : LARGE));
    }

    @Override
    public long counted() {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select state from bucket where state is not null");
                var states = statement.executeQuery()) {
            long counted = 0;
            while (states.next()) {
                counted += used(InternalSerializationHelper.deserializeState(states.getBytes(1)));
            }
            return counted;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static long used(RemoteBucketState state) {
        return state.getConfiguration().getBandwidths()[0].getCapacity() - state.getAvailableTokens();
    }

    private static BucketConfiguration configuration(long limit) {
        return BucketConfiguration.builder()
                .addLimit(year -> year.capacity(limit).refillIntervally(limit, YEAR))
                .build();
    }

    private void execute(String sql) {
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    @Override
    public void close() {
        Pools.close(pool);
    }
}
