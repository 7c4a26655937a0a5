// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.testing.Jdk;

/** The starter on Open Liberty, without MicroProfile Config. */
@RunsOn("liberty")
class StarterOnOpenLibertyIT extends StarterTests {

    @Override
    TestServer start(WebArchive... applications) {
        return OpenLiberty.startWithoutMicroProfile(Jdk.current(), applications);
    }
}
