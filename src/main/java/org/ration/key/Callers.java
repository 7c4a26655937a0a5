package org.ration.key;

import org.ration.QuotaCall;
import org.ration.QuotaKeyException;

/** Who calls, and from where. */
final class Callers {

    private Callers() {}

    static boolean isKnown(QuotaCall call) {
        return call.user().filter(name -> !name.isBlank()).isPresent();
    }

    /** The name of the caller; 401 for an anonymous one. */
    static String user(QuotaCall call) {
        if (!isKnown(call)) {
            throw QuotaKeyException.anonymous();
        }
        return KeyText.require(call.user(), "user");
    }

    static String address(QuotaCall call) {
        return KeyText.require(call.address(), "client address");
    }
}
