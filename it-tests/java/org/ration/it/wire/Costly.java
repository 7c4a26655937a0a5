// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.ejb.Stateless;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaCost;

/** An EJB whose quota cannot be evaluated. */
@Stateless
public class Costly {

    @Quota(key = "global:untold", limit = 1, scope = "untold", costBy = NoPrice.class)
    public String run() {
        return "done";
    }

    /** A defect. */
    public static class NoPrice implements QuotaCost {

        @Override
        public long costOf(QuotaCall call) {
            throw new IllegalStateException("there is no price");
        }
    }
}
