// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.testing.Deployed;
import org.ration.testing.TestDatabase;

/** What a container calls of itself is not a call that a quota counts. */
@Deployed
class ContainerCallbacksCdiTest {

    @Inject
    TestDatabase database;

    record Price(int cents) {}

    record Sold(int cents) {}

    @ApplicationScoped
    @Quota(key = "global:callbacks", limit = 100)
    static class Shop {

        private int seen;

        @PostConstruct
        public void open() {}

        @Inject
        public void wire(Event<Sold> sold) {}

        @Produces
        @Dependent
        public Price price() {
            return new Price(1);
        }

        public void dispose(@Disposes Price price) {}

        public void warm(@Observes Sold sold) {
            seen++;
        }

        public void warmLater(@ObservesAsync Sold sold) {
            seen++;
        }

        @AroundInvoke
        public Object around(InvocationContext call) throws Exception {
            return call.proceed();
        }

        @Context
        public void setUri(UriInfo uri) {}

        @QueryParam("page")
        public void setPage(int page) {}

        int seen() {
            return seen;
        }

        protected void inherited() {}

        public void sell() {}
    }

    @Inject
    Shop shop;

    @Inject
    Event<Sold> events;

    @Inject
    Instance<Price> prices;

    @Test
    void chargesBusinessMethods() {
        shop.sell();

        assertThat(database.used("global:callbacks")).isEqualTo(1);
    }

    @Test
    void chargesNoObserver() {
        events.fire(new Sold(1));
        events.fireAsync(new Sold(2)).toCompletableFuture().join();

        assertThat(shop.seen()).isGreaterThanOrEqualTo(2);
        assertThat(database.used()).isZero();
    }

    @Test
    void chargesNoProducerAndNoDisposer() {
        prices.destroy(prices.get());

        assertThat(database.used()).isZero();
    }

    @Test
    void chargesNoInjectionByMethods() {
        shop.wire(events);
        shop.setUri(null);
        shop.setPage(1);

        assertThat(database.used()).isZero();
    }

    /** Without a client proxy, which answers for itself. */
    @Dependent
    @Quota(key = "global:object", limit = 100)
    static class Tag {

        @Override
        public String toString() {
            return "tag";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Tag;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Inject
    Tag tag;

    @Test
    void chargesNoMethodOfObject() {
        assertThat(tag).hasToString("tag");
        assertThat(tag.equals(tag)).isTrue();
        assertThat(tag.hashCode()).isEqualTo(1);

        assertThat(database.used()).isZero();
    }

    @Test
    void chargesNoMethodThatIsNotPublic() {
        shop.seen();
        shop.inherited();

        assertThat(database.used()).isZero();
    }
}
