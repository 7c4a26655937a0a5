// SPDX-License-Identifier: Apache-2.0
package org.ration.it.first;

import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** Charges when a bean starts, and lets none start where it cannot. */
class EarlyCharge {

    @Inject
    private QuotaRegistry quotas;

    @PostConstruct
    void start() {
        QuotaPolicy once = QuotaPolicy.of(1, QuotaPeriod.MONTH);
        quotas.consume("global:early", once, 1);
        if (quotas.check("global:early", once, 1).allowed()) {
            throw new IllegalStateException("the charge was not counted");
        }
    }
}
