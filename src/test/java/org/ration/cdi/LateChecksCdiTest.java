// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.security.enterprise.identitystore.LdapIdentityStoreDefinition;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.ledger.Ledger;
import org.ration.ledger.startup.DeclaredCounter;
import org.ration.testing.Database;
import org.ration.testing.Deployment;
import org.ration.testing.Logged;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** What the web container finds after CDI has started: resources without a scope, which are no beans. */
class LateChecksCdiTest {

    private static final String SHARED = "\"global:shared\", policy \"day\"";

    private final TestDatabase database = TestDatabase.withTables(Database.H2, 4);

    @ApplicationScoped
    @LdapIdentityStoreDefinition(url = "ldap://localhost")
    static class Directory {}

    @Path("shared")
    public static class Shared {
        @GET
        @Quota(key = "global:shared", limit = 5, period = "day")
        public void get() {}
    }

    @Path("users")
    public static class OfUsers {
        @GET
        @Quota(key = "user", limit = 1)
        public void get() {}
    }

    @Path("stage")
    public static class OfAStage {
        @GET
        @Asynchronous
        @Quota(key = "global:stage", limit = 1)
        public CompletionStage<String> get() {
            return CompletableFuture.completedFuture("");
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isComparedWithWhatOthersDeclare() {
        billingDeclares("limit 3 per day in UTC");

        assertThat(found(Shared.class))
                .singleElement()
                .asString()
                .startsWith("WARNING RATION-090 The counters of " + SHARED + " are shared");
    }

    @Test
    void isComparedWithTheDirectoriesOfUsersOnce() {
        assertThat(found(Shared.class)).isEmpty();

        assertThat(found(OfUsers.class, OfUsers.class))
                .singleElement()
                .asString()
                .contains("RATION-091", "LateChecksCdiTest$Directory");
    }

    private void billingDeclares(String rule) {
        try (TestContainer application = Deployment.on(database).start()) {
            application.select(Ledger.class).compareWithOthers("billing", List.of(new DeclaredCounter(SHARED, rule)));
        }
    }

    @Test
    void warnsOfAnswersThatTakeNoHeaders() {
        assertThat(found(OfAStage.class))
                .singleElement()
                .asString()
                .contains("RATION-092", "LateChecksCdiTest$OfAStage#get");
    }

    /** The lines that the web container's start logs where it finds these classes, one after the other. */
    private List<String> found(Class<?>... resources) {
        try (TestContainer application =
                Deployment.on(database, Directory.class).start()) {
            assertThat(application).isNotNull();
            return Logged.by(() -> {
                List.of(resources)
                        .forEach(resource -> LateChecks.check(CDI.current(), Set.of(resource), type -> false));
                return null;
            });
        }
    }
}
