// SPDX-License-Identifier: Apache-2.0
package org.ration.it.quiet;

import jakarta.ejb.Stateless;
import org.ration.Quota;

/** An EJB whose callers are refused. */
@Stateless
public class QuietEjb {

    @Quota(key = "global:quiet", limit = 0, scope = "ejb")
    public String refused() {
        return "never";
    }
}
