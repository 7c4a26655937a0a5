// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import org.ration.testkit.TestCall;

/** Calls whose facts a test gives one by one. */
final class Calls {

    private Calls() {}

    /** A call without facts. */
    static TestCall call() {
        return TestCall.of(Calls.class, "call");
    }
}
