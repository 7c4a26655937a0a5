// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import org.ration.ledger.Ledger;
import org.ration.ledger.transaction.ApplicationName;

/**
 * Lets the ledger check the database when the application starts; a problem stops the deployment. An EJB, since only
 * now the container lets EJBs be called.
 */
@Singleton(name = "org.ration.cdi.LedgerStartup")
@Startup
@PermitAll
@TransactionManagement(TransactionManagementType.BEAN)
public class LedgerStartup {

    @Inject
    private Deployment deployment;

    @Inject
    private Ledger ledger;

    /** For the container. */
    public LedgerStartup() {}

    /** Returns once the check has passed: the container runs {@link #start} before any other method. */
    public void await() {}

    @PostConstruct
    void start() {
        if (!deployment.settings().off()) {
            ledger.start();
            ledger.compareWithOthers(
                    ApplicationName.ofThisThread(), deployment.declarations().shared());
        }
    }
}
