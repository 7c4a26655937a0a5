// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.ejb.Stateless;

/** Has the simple name of an EJB of Ration's. */
@Stateless
public class LedgerStartup {

    public String name() {
        return "the application's";
    }
}
