// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.ration.it.callers.CallersApplication;
import org.ration.it.first.EarlyBean;
import org.ration.it.illegal.IllegalQuotas;
import org.ration.it.outside.refused.UnscopedServlet;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.testing.Database;

/** Applications that must not start, all on one server, whose log tells why. */
abstract class RefusedDeploymentsContract extends OnServer {

    /** The applications that no server may deploy. */
    static final List<String> REFUSED =
            List.of("illegal.war", "storeless.war", "unmapped.war", "unscoped.war", "nontransactional.war");

    private static final String CREATE = "ration.schema=create";

    static List<WebArchive> applications(ServerTests tests) {
        Stream<WebArchive> always = Stream.of(
                Wars.war("illegal.war", tests.dataSource(Database.H2, "illegal"), CREATE, "ration.mode=enforced")
                        .addClasses(IllegalQuotas.class, Store.class),
                Wars.war("storeless.war", tests.dataSource(Database.H2, "storeless"), CREATE),
                withCallers(Wars.war(
                        "nontransactional.war",
                        tests.dataSource(Database.POSTGRESQL, "nontransactional")
                                .outsideTransactions(),
                        CREATE)));
        Stream<WebArchive> atStart = tests.has(Ability.STARTS_AFTER_REFUSALS)
                ? Stream.of(
                        unmapped(tests.dataSource(Database.H2, "unmapped")),
                        unscoped(tests.dataSource(Database.H2, "unscoped")))
                : Stream.of();
        return Stream.concat(always, atStart).toList();
    }

    /** An application that charges while it starts, although its persistence unit does not know the counters. */
    static WebArchive unmapped(DefinedDataSource dataSource) {
        return Wars.withoutMapping(Wars.war("unmapped.war", dataSource, CREATE))
                .addClasses(EarlyBean.class, EarlyBean.class.getSuperclass(), Store.class);
    }

    /** An application with a quota on a method of a servlet that is not intercepted. */
    static WebArchive unscoped(DefinedDataSource dataSource) {
        return Wars.war("unscoped.war", dataSource, CREATE).addClasses(UnscopedServlet.class, Store.class);
    }

    private static WebArchive withCallers(WebArchive war) {
        return war.addPackage(CallersApplication.class.getPackage())
                .addPackage(CountersResource.class.getPackage())
                .addClass(Store.class);
    }

    @Test
    void allIllegalDeclarationsAndSettingsAreToldAtOnce() {
        assertThat(server().log())
                .contains("RATION-008 the setting ration.mode is \"enforced\"; use one of enforce, observe, off.")
                .contains("RATION-011 @Quota.key on org.ration.it.illegal.IllegalQuotas#key: key is \"usr\"")
                .contains("RATION-012 @Quota.cost on org.ration.it.illegal.IllegalQuotas#cost is -2; use 0 or more.")
                .contains("RATION-014 @Quota.limit on org.ration.it.illegal.IllegalQuotas#limit: limit is -1")
                .contains(
                        "RATION-015 @Quota.period on org.ration.it.illegal.IllegalQuotas#period: period is \"Month\"");
    }

    @Test
    void aMissingProducerIsToldWithTheLinesThatAreMissing() {
        assertThat(server().log())
                .contains("RATION-001 no entity manager keeps the counters; list"
                        + " <mapping-file>META-INF/ration-orm.xml</mapping-file> in the persistence unit");
    }

    @Test
    void theStartChecksFirstWhatAStartupBeanWouldFailOn() {
        needs(Ability.STARTS_AFTER_REFUSALS);
        requireUnmappedTold(server());
    }

    static void requireUnmappedTold(TestServer server) {
        assertThat(server.log())
                .contains("RATION-028 The persistence unit of the @QuotaStore entity manager does not know");
    }

    @Test
    void aServletWhoseQuotaWouldNotBeInForceIsRefused() {
        needs(Ability.STARTS_AFTER_REFUSALS);
        requireUnscopedTold(server());
    }

    static void requireUnscopedTold(TestServer server) {
        assertThat(server.log()).contains("RATION-053 @Quota on org.ration.it.outside.refused.UnscopedServlet#doGet");
        assertThat(server.client("unscoped").get("unscoped").status()).isEqualTo(404);
    }

    @Test
    void aDataSourceWithoutTransactionsIsRefused() {
        assertThat(server().log()).contains("RATION-031 Rows that a transaction on the data source");
        assertThat(client("nontransactional").get("api/handlers/quick").status())
                .isEqualTo(404);
    }
}
