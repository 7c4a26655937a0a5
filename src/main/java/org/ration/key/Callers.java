// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.Optional;
import org.ration.QuotaCall;
import org.ration.QuotaKeyException;

/**
 * Who calls, and from where.
 *
 * @param names how names of users are spelt
 */
record Callers(UserNames names) {

    /** The name of the caller; empty for an anonymous one. */
    Optional<String> knownUser(QuotaCall call) {
        return call.user().filter(name -> !name.isBlank()).map(names::spell);
    }

    /** The name of the caller; 401 for an anonymous one. */
    String user(QuotaCall call) {
        return KeyText.require(Optional.of(knownUser(call).orElseThrow(QuotaKeyException::anonymous)), "user");
    }

    String address(QuotaCall call) {
        return KeyText.require(call.address(), "client address");
    }
}
