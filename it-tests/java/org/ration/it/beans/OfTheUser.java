// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.ejb.Stateless;
import org.ration.Quota;

/** Counts its caller, whoever calls from wherever. */
@Stateless
public class OfTheUser {

    @Quota(key = "user", limit = 1, scope = "caller")
    public String work() {
        return "done";
    }
}
