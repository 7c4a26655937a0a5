// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.ejb.Local;
import org.ration.Quota;

/** A local interface with a quota. */
@Local
public interface LocalWork {

    @Quota(key = "route:{args[0]}", limit = 2, scope = "local")
    void work(String route);
}
