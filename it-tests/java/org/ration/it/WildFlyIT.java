// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.testing.Jdk;

/** WildFly. */
@RunsOn(
        value = "wildfly",
        lacks = {Ability.RESOURCES_BEHIND_INTERFACES, Ability.CHUNKS_OF_JERSEY})
class WildFlyIT extends ServerTests {

    @Override
    TestServer start(Jdk jdk, WebArchive... applications) {
        return WildFly.start(jdk, "wildfly", applications);
    }
}
