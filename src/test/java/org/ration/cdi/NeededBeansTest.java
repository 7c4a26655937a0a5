// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Qualifier;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaStore;
import org.ration.testing.Deployment;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;
import org.ration.testing.TestStore;

/** The beans that Ration wants of an application: one store, at most one clock. */
class NeededBeansTest {

    private static final String HERE = NeededBeansTest.class.getName() + "$";

    @Test
    void refusesAnApplicationWithoutStore() {
        assertThat(Deployment.of().without(TestStore.class).problems())
                .containsExactly("RATION-001 no entity manager keeps the counters; list"
                        + " <mapping-file>META-INF/ration-orm.xml</mapping-file> in the persistence unit, and declare"
                        + " one producer: @Produces @QuotaStore @PersistenceContext(unitName = \"…\") EntityManager"
                        + " em;.");
    }

    @Dependent
    static class SecondStore {

        @Inject
        TestDatabase database;

        @Produces
        @QuotaStore
        EntityManager em() {
            return database.store();
        }
    }

    @Test
    void refusesAnApplicationWithTwoStoresAndNamesThem() {
        assertThat(Deployment.of(SecondStore.class).problems())
                .containsExactly("RATION-002 there are 2 @QuotaStore producers, [" + HERE
                        + "SecondStore#em, org.ration.testing.TestStore#store]; keep one.");
    }

    @Alternative
    @Priority(1)
    static class StoreInstead extends SecondStore {

        @Produces
        @QuotaStore
        @Override
        EntityManager em() {
            return super.em();
        }
    }

    @Test
    void takesAnAlternativeForTheStore() {
        assertThat(Deployment.of(StoreInstead.class).problems()).isEmpty();
    }

    // clocks

    static class Clocks {

        @Produces
        @ApplicationScoped
        TestClock secondClock() {
            return new TestClock();
        }
    }

    @Test
    void refusesTwoClocksAndNamesThem() {
        assertThat(Deployment.of(Clocks.class).problems())
                .containsExactly("RATION-006 there are 2 java.time.Clock beans, [" + HERE
                        + "Clocks#secondClock, org.ration.testing.TestClock]; keep one with the qualifier @Default, or"
                        + " qualify those that are not meant for quotas.");
    }

    @RequestScoped
    static class ClockOfRequest extends TestClock {}

    @Test
    void refusesAClockOfAnotherScope() {
        assertThat(Deployment.of(ClockOfRequest.class).without(TestClock.class).problems())
                .containsExactly("RATION-007 the java.time.Clock bean " + HERE + "ClockOfRequest has the scope"
                        + " @RequestScoped; use @ApplicationScoped, @Singleton or @Dependent.");
    }

    @Singleton
    static class SingletonClock extends TestClock {}

    @Dependent
    static class DependentClock extends TestClock {}

    @Test
    void takesTheApplicationsOneClockOfAnyOfThreeScopes() {
        for (Class<?> clock : new Class<?>[] {TestClock.class, SingletonClock.class, DependentClock.class}) {
            try (TestContainer application =
                    Deployment.of(clock).without(TestClock.class).beans(clock).start()) {
                ApplicationClock used = application.select(ApplicationClock.class);

                assertThat(used.isSystem()).isFalse();
                assertThat(used.instant()).isEqualTo(TestClock.START);
            }
        }
    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface OfTheStockExchange {}

    @OfTheStockExchange
    @ApplicationScoped
    static class OtherClock extends TestClock {}

    @Test
    void takesTheSystemsClockWhereThereIsNoneForQuotas() {
        try (TestContainer application =
                Deployment.of(OtherClock.class).without(TestClock.class).start()) {
            ApplicationClock used = application.select(ApplicationClock.class);

            assertThat(used.isSystem()).isTrue();
            assertThat(used.clock()).isEqualTo(Clock.systemUTC());
        }
    }

    // the secret

    static class Secretive {
        @Quota(key = "api:{secret(header['X-Api-Key'])}", limit = 1)
        public void template() {}
    }

    static class ByHeader {
        @Quota(key = "header:X-Api-Key", limit = 1)
        public void header() {}
    }

    private static final String PLAIN = "RATION-026 keys contain fingerprints of secrets, but ration.secret is not set,"
            + " so a short secret can be guessed from a dump; set ration.secret to at least 16 random characters, the"
            + " same on every node";

    @Test
    void warnsOfFingerprintsWithoutSecret() {
        assertThat(Deployment.of(Secretive.class).warnings()).containsExactly(PLAIN);
        assertThat(Deployment.of(ByHeader.class).warnings()).containsExactly(PLAIN);
    }

    @Test
    void isSilentWithASecretOrWithoutNeed() {
        assertThat(Deployment.of(Secretive.class)
                        .with("ration.secret=0123456789abcdef")
                        .warnings())
                .isEmpty();
        assertThat(Deployment.of(Secretive.class).with("ration.mode=off").warnings())
                .isEmpty();
        assertThat(Deployment.of().warnings()).isEmpty();
    }
}
