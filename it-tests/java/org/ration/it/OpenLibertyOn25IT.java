// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.ration.testing.Jdk;

/** Open Liberty on a JDK 25. */
@Tag("long")
@RunsOn(
        value = "liberty25",
        jdk = 25,
        lacks = {Ability.EXCEPTIONS_OF_EJBS_MAPPED, Ability.CHUNKS_OF_JERSEY, Ability.ENDPOINTS_INTERCEPTED})
class OpenLibertyOn25IT extends ServerTests {

    @Override
    TestServer start(Jdk jdk, WebArchive... applications) {
        return OpenLiberty.start(jdk, applications);
    }
}
