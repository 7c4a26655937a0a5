// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.ejb.Singleton;
import jakarta.inject.Inject;
import org.ration.Quota;

/** A singleton EJB, and the quota on its class. */
@Singleton
@Quota(key = "route:{args[0]}", limit = 2, scope = "singleton")
public class SingletonBean {

    @Inject
    private Runs runs;

    public void work(String route) {
        runs.add("singleton-" + route);
    }
}
