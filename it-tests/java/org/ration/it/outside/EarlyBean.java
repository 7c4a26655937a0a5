// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import org.ration.QuotaExceededException;

/** Calls what is refused before the application has started. */
@Singleton
@Startup
public class EarlyBean {

    private static final System.Logger LOG = System.getLogger(EarlyBean.class.getName());

    @EJB
    private UsedUp ejb;

    @PostConstruct
    void start() {
        try {
            ejb.apart();
        } catch (QuotaExceededException refused) {
            LOG.log(System.Logger.Level.INFO, "refused while starting");
        }
    }
}
