// SPDX-License-Identifier: Apache-2.0
package org.ration.it.keys;

import jakarta.inject.Inject;
import org.ration.QuotaCall;
import org.ration.QuotaKey;
import org.ration.QuotaKeyException;
import org.ration.QuotaRegistry;

/** Makes the key that the template of teams makes. */
public class TeamKey implements QuotaKey {

    @Inject
    private QuotaRegistry quotas;

    @Override
    public String keyFor(QuotaCall call) {
        String team = call.header("X-Team").orElseThrow(() -> QuotaKeyException.badRequest("no team"));
        return quotas.key("team:{header['X-Team']}", team);
    }
}
