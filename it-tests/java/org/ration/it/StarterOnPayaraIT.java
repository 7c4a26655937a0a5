// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The starter on Payara Micro. */
@RunsOn("payara6")
class StarterOnPayaraIT extends StarterTests {

    @Override
    TestServer start(WebArchive... applications) {
        return PayaraMicro.start(applications);
    }

    /** Payara looks for the unit before Ration is asked. */
    @Override
    String clash() {
        return "Could not resolve a persistence unit corresponding to the persistence-context-ref-name";
    }
}
