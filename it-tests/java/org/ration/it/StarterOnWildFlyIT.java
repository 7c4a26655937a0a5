// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.testing.Jdk;

/** The starter on WildFly, whose default data source is called ExampleDS. */
@RunsOn("wildfly")
class StarterOnWildFlyIT extends StarterTests {

    @Override
    TestServer start(WebArchive... applications) {
        return WildFly.start(Jdk.current(), "wildfly", applications);
    }
}
