// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.QuotaStore;

/** Runs cells inside Payara Micro: Ration through its registry, rivals beside it. Not an example of a servlet. */
@WebServlet("/cell")
public class CellServlet extends HttpServlet {

    /** The context parameter that says where the rivals' pool is to connect. */
    static final String URL = "bench.url";

    static final String DATA_SOURCE = "java:app/jdbc/bench";

    private static final QuotaPolicy MONTH = QuotaPolicy.of(Keys.LIMIT, QuotaPeriod.MONTH);

    @Inject
    private transient QuotaRegistry quotas;

    @Resource
    private transient ManagedThreadFactory threads;

    @Resource
    private transient UserTransaction transaction;

    @Resource(lookup = DATA_SOURCE)
    private transient DataSource ofTheServer;

    private transient HikariDataSource plain;
    private transient Map<String, Design> designs;

    /** For the container. */
    public CellServlet() {}

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        HikariConfig pool = new HikariConfig();
        pool.setDriverClassName("org.postgresql.Driver");
        pool.setJdbcUrl(config.getServletContext().getInitParameter(URL));
        pool.setMaximumPoolSize(16);
        plain = new HikariDataSource(pool);
        OneUpdate update = new OneUpdate(Designs.UPDATE, plain, Transaction.AUTOCOMMIT);
        designs = Map.of(
                Designs.FAST, new Registry(),
                Designs.UPDATE, update,
                Designs.UPDATE_JTA, new OneUpdate(Designs.UPDATE_JTA, ofTheServer, this::inJta),
                Designs.BUCKET4J, new Bucket4j(Designs.BUCKET4J, plain, false, Bucket4j.Pair.TWO_BUCKETS),
                Designs.BUCKET4J_BATCHING,
                        new Bucket4j(Designs.BUCKET4J_BATCHING, plain, true, Bucket4j.Pair.TWO_BANDWIDTHS));
    }

    @Override
    public void destroy() {
        plain.close();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Cell cell = new Cell(
                Device.valueOf(request.getParameter("device")),
                Load.valueOf(request.getParameter("load")),
                Integer.parseInt(request.getParameter("threads")),
                request.getParameter("design"));
        Gauges gauges = new Gauges(number(request, "server"));
        try {
            Measurement measured = new Callers(cell, designs.get(cell.design()), gauges)
                    .run(
                            threads,
                            (int) number(request, "repetition"),
                            number(request, "warmUpMillis"),
                            number(request, "millis"));
            response.getWriter().println(measured.csv());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static long number(HttpServletRequest request, String name) {
        return Long.parseLong(request.getParameter(name));
    }

    private int inJta(Callable<Integer> work) throws Exception {
        transaction.begin();
        int granted = work.call();
        transaction.commit();
        return granted;
    }

    /** Ration as applications use it. */
    private final class Registry implements Design {

        @Override
        public String name() {
            return Designs.FAST;
        }

        @Override
        public Charge charge(Load load) {
            return key -> quotas.consume(Keys.name(key), MONTH).allowed() ? 1 : 0;
        }

        @Override
        public long counted() {
            try (var connection = plain.getConnection();
                    var statement = connection.prepareStatement("select " + Accounts.COUNTED_EXPRESSION);
                    var result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        @Override
        public void close() {
            // the container's
        }
    }

    /** Where the counters are. */
    @Dependent
    public static class Store {

        @Produces
        @QuotaStore
        @PersistenceContext(unitName = "bench")
        private EntityManager store;

        /** For the container. */
        public Store() {}
    }
}
