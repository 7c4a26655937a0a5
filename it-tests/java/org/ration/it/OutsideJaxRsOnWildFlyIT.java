// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.testing.Jdk;

/** On WildFly. */
@RunsOn("wildfly")
class OutsideJaxRsOnWildFlyIT extends OutsideJaxRsTests {

    @Override
    TestServer start(WebArchive... applications) {
        return WildFly.start(Jdk.current(), "wildfly", applications);
    }
}
