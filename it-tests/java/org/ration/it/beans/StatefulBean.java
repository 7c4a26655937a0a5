// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.ejb.Stateful;
import jakarta.inject.Inject;
import java.io.Serializable;
import org.ration.Quota;

/** A stateful EJB. */
@Stateful
public class StatefulBean implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    private Runs runs;

    private int calls;

    @Quota(key = "route:{args[0]}", limit = 2, scope = "stateful")
    public void work(String route) {
        calls++;
        runs.add("stateful-" + route);
    }

    public int calls() {
        return calls;
    }
}
