// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import com.arjuna.ats.jta.cdi.TransactionExtension;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.ration.QuotaCharge;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStore;
import org.ration.container.CdiTransactionProbe;
import org.ration.container.JakartaContainer;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.testing.LikeAnEjb;
import org.ration.testing.StoreOfTransaction;

/** Ration's ledger as an application has it, without a server: Weld, Narayana, EclipseLink or Hibernate, and Agroal. */
final class Ours implements Design {

    /** Fewer than by default, as the nodes share two processors with the database. */
    static final int FEW_CONNECTIONS = 4;

    static final int CONNECTIONS_BY_DEFAULT = 8;

    /** The persistence unit on EclipseLink, and the one on Hibernate. */
    private static final String ECLIPSELINK = "ration-test";

    private static final String HIBERNATE = "ration-test-hibernate";

    private static final Duration HELD_FOR = Duration.ofMinutes(5);

    static final QuotaPolicy MONTH =
            QuotaPolicy.of(Keys.LIMIT, QuotaPeriod.MONTH).withZone(ZoneOffset.UTC);
    static final QuotaPolicy DAY = QuotaPolicy.of(Keys.LIMIT, QuotaPeriod.DAY).withZone(ZoneOffset.UTC);

    private final String name;
    private final Server.Database database;
    private final AgroalDataSource pool;
    private final EntityManagerFactory unit;
    private final WeldContainer weld;
    private final Ledger ledger;

    Ours(String name, Server.Database database, Clock clock, int connections, boolean portable) {
        this(name, database, clock, connections, portable, ECLIPSELINK);
    }

    /** By Hibernate in place of EclipseLink. */
    static Ours onHibernate(String name, Server.Database database) {
        return new Ours(name, database, Clock.systemUTC(), FEW_CONNECTIONS, false, HIBERNATE);
    }

    private Ours(
            String name, Server.Database database, Clock clock, int connections, boolean portable, String unitName) {
        this.name = name;
        this.database = database;
        this.pool = database.jtaPool();
        this.unit = Persistence.createEntityManagerFactory(
                unitName,
                Map.of(
                        "jakarta.persistence.jtaDataSource",
                        pool,
                        "eclipselink.session-name",
                        UUID.randomUUID().toString()));
        EntityManager store = new StoreOfTransaction(unit).proxy();
        EntityManager given = portable ? Portable.of(store) : store;
        this.weld = new Weld()
                .disableDiscovery()
                .containerId(UUID.randomUUID().toString())
                .addBeanClasses(Ledger.class, JakartaContainer.class, NewTransaction.class, CdiTransactionProbe.class)
                .addExtension(new TransactionExtension())
                .addExtension(new LikeAnEjb())
                .addExtension(new Beans(given, settings(clock, connections, portable)))
                .initialize();
        this.ledger = weld.select(Ledger.class).get();
        if (!portable) {
            ledger.start();
        }
    }

    private static LedgerSettings settings(Clock clock, int connections, boolean portable) {
        boolean systemClock = !portable && clock.equals(Clock.systemUTC());
        return new LedgerSettings(clock, systemClock, connections, Duration.ofSeconds(30), false, "none");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Charge charge(Load load) {
        return switch (load) {
            case REFUSED -> key -> take(key, MONTH.withLimit(Keys.SMALL_LIMIT));
            case PAIR -> this::takePair;
            case WITH_ID -> this::takeWithId;
            case HOLD -> this::hold;
            default -> key -> take(key, MONTH);
        };
    }

    private int take(long key, QuotaPolicy policy) {
        QuotaCharge charge = new QuotaCharge(Keys.name(key), policy, 1);
        return ledger.consume(List.of(charge)).allowed() ? 1 : 0;
    }

    private int takeWithId(long key) {
        return ledger.consume(one(key), UUID.randomUUID().toString()).allowed() ? 1 : 0;
    }

    private int hold(long key) {
        QuotaHold hold = ledger.reserve(one(key), HELD_FOR);
        if (hold.decision().allowed()) {
            hold.settle(1);
            return 1;
        }
        return 0;
    }

    private static List<QuotaCharge> one(long key) {
        return List.of(new QuotaCharge(Keys.name(key), MONTH, 1));
    }

    @Override
    public CompletionStage<Integer> take(long key) {
        return ledger.consumeAsync(one(key)).thenApply(decision -> decision.allowed() ? 1 : 0);
    }

    private int takePair(long key) {
        QuotaCharge day = new QuotaCharge(Keys.name(key), DAY, 1);
        QuotaCharge month = new QuotaCharge(Keys.name(key), MONTH, 1);
        return ledger.consume(List.of(day, month)).allowed() ? 2 : 0;
    }

    @Override
    public long counted() {
        return database.number(Accounts.COUNTED);
    }

    @Override
    public void close() {
        weld.close();
        unit.close();
        pool.close();
    }

    /** What an application produces for the ledger. */
    private record Beans(EntityManager store, LedgerSettings settings) implements Extension {

        void add(@Observes AfterBeanDiscovery discovery) {
            discovery
                    .<EntityManager>addBean()
                    .types(EntityManager.class)
                    .qualifiers(new QuotaStoreLiteral())
                    .scope(Singleton.class)
                    .createWith(context -> store);
            discovery
                    .<LedgerSettings>addBean()
                    .types(LedgerSettings.class)
                    .scope(Singleton.class)
                    .createWith(context -> settings);
        }
    }

    private static final class QuotaStoreLiteral extends jakarta.enterprise.util.AnnotationLiteral<QuotaStore>
            implements QuotaStore {

        private static final long serialVersionUID = 1L;
    }
}
