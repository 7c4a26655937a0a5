// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.ration.testing.Jdk;

/** WildFly Preview: Jakarta EE 11 with Hibernate 7. */
@Tag("long")
@RunsOn(
        value = "wildfly-preview",
        lacks = {Ability.RESOURCES_BEHIND_INTERFACES, Ability.CHUNKS_OF_JERSEY})
class WildFlyPreviewIT extends ServerTests {

    @Override
    TestServer start(Jdk jdk, WebArchive... applications) {
        return WildFly.start(jdk, "wildfly-preview", applications);
    }
}
