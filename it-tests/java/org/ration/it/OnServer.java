// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests of applications on a server that is running. */
abstract class OnServer {

    /** The tests of the server, of which these are a part. */
    abstract ServerTests tests();

    TestServer server() {
        return tests().server();
    }

    Client client(String application) {
        return server().client(application);
    }

    /** Skips the test, with the reason, on servers that have not got something. */
    void needs(Ability ability) {
        assumeTrue(tests().has(ability), () -> tests().name() + " has no " + ability);
    }

    /** Skips the test, with the reason, on servers that have got something. */
    void lacks(Ability ability) {
        assumeFalse(tests().has(ability), () -> tests().name() + " has " + ability);
    }
}
