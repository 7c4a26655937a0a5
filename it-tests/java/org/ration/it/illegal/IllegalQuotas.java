// SPDX-License-Identifier: Apache-2.0
package org.ration.it.illegal;

import jakarta.enterprise.context.ApplicationScoped;
import org.ration.Quota;

/** Every method has a mistake of its own. */
@ApplicationScoped
public class IllegalQuotas {

    @Quota(key = "usr", limit = 1)
    public void key() {}

    @Quota(key = "global", limit = -1)
    public void limit() {}

    @Quota(key = "global", limit = 1, period = "Month", scope = "period")
    public void period() {}

    @Quota(key = "global", limit = 1, cost = -2, scope = "cost")
    public void cost() {}
}
