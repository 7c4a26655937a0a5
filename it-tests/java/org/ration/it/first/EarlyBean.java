// SPDX-License-Identifier: Apache-2.0
package org.ration.it.first;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** Charges before the application has started; does not start where it cannot. */
@Singleton
@Startup
public class EarlyBean {

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
