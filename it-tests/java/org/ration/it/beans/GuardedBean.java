// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import org.ration.Quota;

/** For clerks only. */
@Stateless
@RolesAllowed("clerk")
public class GuardedBean {

    @Quota(key = "user", limit = 1, scope = "guarded")
    public String work() {
        return "done";
    }
}
