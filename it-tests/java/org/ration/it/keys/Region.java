// SPDX-License-Identifier: Apache-2.0
package org.ration.it.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** A bean that templates can name. */
@Named
@ApplicationScoped
public class Region {

    public String getName() {
        return "north";
    }
}
