// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** An EJB behind a local interface, on whose method the quota is. */
@Stateless
public class LocalBeanOfInterface implements LocalWork {

    @Inject
    private Runs runs;

    @Override
    public void work(String route) {
        runs.add("local-" + route);
    }
}
