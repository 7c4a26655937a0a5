// SPDX-License-Identifier: Apache-2.0
package org.ration.it.first;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** Charges before the application has started, which {@code ejb-jar.xml} alone has it do. */
@Singleton
public class DescribedBean {

    @Inject
    private QuotaRegistry quotas;

    @PostConstruct
    void start() {
        quotas.consume("global:described", QuotaPolicy.of(1, QuotaPeriod.MONTH), 1);
    }
}
