// SPDX-License-Identifier: Apache-2.0
package org.ration.it.quiet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.ration.Quota;

/** A CDI bean that is refused, or whose transaction ends because another is. */
@ApplicationScoped
public class QuietBean {

    @Inject
    private QuietEjb ejb;

    @Quota(key = "global:quiet", limit = 0, scope = "bean")
    public String refused() {
        return "never";
    }

    @Transactional
    public String transactional() {
        return ejb.refused();
    }
}
