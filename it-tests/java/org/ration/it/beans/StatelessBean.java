// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import org.ration.Quota;

/** A stateless EJB without an interface, and its quota on the method. */
@Stateless
public class StatelessBean {

    @Inject
    private Runs runs;

    @Quota(key = "route:{args[0]}", limit = 2, scope = "stateless")
    public void work(String route) {
        runs.add("stateless-" + route);
    }
}
