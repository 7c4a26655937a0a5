// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import org.ration.Quota;

/** Called from a servlet, and by a page of Jakarta Faces. */
@Named("calls")
@RequestScoped
public class Calls {

    @Quota(key = "ip", limit = 2, scope = "servlet")
    public String byAddress() {
        return "done";
    }

    @Quota(key = "param:team", limit = 1, scope = "servlet")
    public String byParameter() {
        return "done";
    }

    @Quota(key = "ip", limit = 1, scope = "page")
    public void act() {}
}
