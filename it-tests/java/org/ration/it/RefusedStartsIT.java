// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import org.junit.jupiter.api.Test;
import org.ration.testing.Database;

/** Payara Micro starts no application after one that is refused at its start, so each has a server of its own. */
@RunsOn("payara6")
class RefusedStartsIT {

    @Test
    void theStartChecksFirstWhatAStartupBeanWouldFailOn() {
        try (TestServer server = PayaraMicro.start(RefusedDeploymentsContract.unmapped(dataSource("unmapped")))) {
            RefusedDeploymentsContract.requireUnmappedTold(server);
        }
    }

    @Test
    void aServletWhoseQuotaWouldNotBeInForceIsRefused() {
        try (TestServer server = PayaraMicro.start(RefusedDeploymentsContract.unscoped(dataSource("unscoped")))) {
            RefusedDeploymentsContract.requireUnscopedTold(server);
        }
    }

    private static DefinedDataSource dataSource(String name) {
        return DefinedDataSource.of("org.h2.jdbcx.JdbcDataSource", Database.H2.newUrl(name));
    }
}
