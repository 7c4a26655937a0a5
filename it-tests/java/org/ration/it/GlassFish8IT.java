// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.ration.testing.Jdk;

/** GlassFish 8, a milestone: Jakarta EE 11, on a JDK 25. */
@Tag("long")
@RunsOn(
        value = "glassfish8",
        jdk = 25,
        lacks = {
            Ability.HEALTH,
            Ability.OPENAPI,
            Ability.SILENT_TRANSACTIONS,
            Ability.COLONS_IN_PATHS,
            Ability.STATUS_OF_ASYNCHRONOUS_SERVLETS,
            Ability.FAULT_TOLERANCE,
            Ability.DEFAULT_DATA_SOURCE,
            Ability.CDI_MAKES_SUB_RESOURCES
        })
class GlassFish8IT extends ServerTests {

    @Override
    TestServer start(Jdk jdk, WebArchive... applications) {
        return GlassFish.start(jdk, "glassfish8", applications);
    }
}
