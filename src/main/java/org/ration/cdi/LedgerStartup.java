// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.ration.container.ApplicationName;
import org.ration.container.StartTask;
import org.ration.ledger.Ledger;

/** Lets the ledger check the database when the application starts; a problem stops the deployment. */
@Dependent
public class LedgerStartup implements StartTask {

    private final Deployment deployment;
    private final Ledger ledger;

    @Inject
    LedgerStartup(Deployment deployment, Ledger ledger) {
        this.deployment = deployment;
        this.ledger = ledger;
    }

    @Override
    public void run() {
        if (!deployment.settings().off()) {
            ledger.start();
            ledger.compareWithOthers(
                    ApplicationName.ofThisThread(), deployment.declarations().shared());
        }
    }
}
