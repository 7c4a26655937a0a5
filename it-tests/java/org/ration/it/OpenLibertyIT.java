// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.testing.Jdk;

/** Open Liberty. */
@RunsOn(
        value = "liberty",
        lacks = {Ability.EXCEPTIONS_OF_EJBS_MAPPED, Ability.CHUNKS_OF_JERSEY, Ability.ENDPOINTS_INTERCEPTED})
class OpenLibertyIT extends ServerTests {

    @Override
    TestServer start(Jdk jdk, WebArchive... applications) {
        return OpenLiberty.start(jdk, applications);
    }
}
