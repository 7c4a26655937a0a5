// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.ration.container.ApplicationStart;
import org.ration.ledger.Ledger;

/**
 * The ledger, once its database has been checked: a bean of the application that starts early may charge before the
 * check.
 */
@ApplicationScoped
public class CheckedLedger {

    private final Ledger ledger;
    private final Instance<ApplicationStart> startup;
    private volatile boolean checked;

    /** For the client proxy. */
    protected CheckedLedger() {
        this(null, null);
    }

    @Inject
    CheckedLedger(Ledger ledger, Instance<ApplicationStart> startup) {
        this.ledger = ledger;
        this.startup = startup;
    }

    /**
     * The ledger.
     *
     * @return the ledger, whose check has passed
     */
    Ledger get() {
        if (!checked) {
            if (startup.isResolvable()) {
                startup.get().await();
            }
            checked = true;
        }
        return ledger;
    }
}
