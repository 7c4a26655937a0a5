package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ration.it.callers.CallersApplication;
import org.ration.it.illegal.IllegalQuotas;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;

/** Applications that must not start, all on one server, whose log tells why. */
class RefusedDeploymentsIT {

    private static final String CREATE = "ration.schema=create";

    private static PayaraMicro server;

    @BeforeAll
    static void start() {
        server = PayaraMicro.start(
                Wars.war("illegal.war", "java:comp/DefaultDataSource", CREATE, "ration.mode=enforced")
                        .addClasses(IllegalQuotas.class, Store.class),
                Wars.war("storeless.war", "java:comp/DefaultDataSource", CREATE),
                withCallers(
                        Wars.war("nontransactional.war", h2("nontransactional").outsideTransactions(), CREATE)));
    }

    private static DefinedDataSource h2(String name) {
        return DefinedDataSource.of("org.h2.Driver", "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
    }

    private static WebArchive withCallers(WebArchive war) {
        return war.addPackage(CallersApplication.class.getPackage())
                .addPackage(CountersResource.class.getPackage())
                .addClass(Store.class);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void allIllegalDeclarationsAndSettingsAreToldAtOnce() {
        assertThat(server.log())
                .contains("RATION-008 the setting ration.mode is \"enforced\"; use one of enforce, observe, off.")
                .contains("RATION-011 @Quota.key on org.ration.it.illegal.IllegalQuotas#key: key is \"usr\"")
                .contains("RATION-012 @Quota.cost on org.ration.it.illegal.IllegalQuotas#cost is -2; use 0 or more.")
                .contains("RATION-014 @Quota.limit on org.ration.it.illegal.IllegalQuotas#limit: limit is -1")
                .contains(
                        "RATION-015 @Quota.period on org.ration.it.illegal.IllegalQuotas#period: period is \"Month\"");
    }

    @Test
    void aMissingProducerIsToldWithTheLinesThatAreMissing() {
        assertThat(server.log())
                .contains("RATION-001 no entity manager keeps the counters; list"
                        + " <mapping-file>META-INF/ration-orm.xml</mapping-file> in the persistence unit");
    }

    @Test
    void aDataSourceWithoutTransactionsIsRefused() {
        assertThat(server.log()).contains("RATION-031 What a transaction on the data source");
        assertThat(server.client("nontransactional").get("api/handlers/quick").status())
                .isEqualTo(404);
    }

    /** On a server of its own: one whose start fails keeps the server from starting those after it. */
    @Test
    void missingTablesAreToldWithTheScriptThatMakesThem() {
        try (PayaraMicro other = PayaraMicro.start(withCallers(Wars.war("tableless.war", h2("tableless"))))) {
            assertThat(other.log())
                    .contains("RATION-004 Ration's tables are missing or outdated")
                    .contains("run META-INF/ration/db/h2/V1__ration.sql and then META-INF/ration/db/h2/V2__audit.sql")
                    .contains("ration.schema=create");
            assertThat(other.client("tableless").get("api/handlers/quick").status())
                    .isEqualTo(404);
        }
    }
}
