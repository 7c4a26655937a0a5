// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import jakarta.transaction.TransactionManager;
import org.eclipse.persistence.platform.server.ServerPlatformBase;
import org.eclipse.persistence.sessions.DatabaseSession;
import org.eclipse.persistence.sessions.ExternalTransactionController;
import org.eclipse.persistence.transaction.JTATransactionController;

/** Makes EclipseLink work in Narayana's transactions. */
public class NarayanaPlatform extends ServerPlatformBase {

    /** For EclipseLink. */
    public NarayanaPlatform(DatabaseSession session) {
        super(session);
        disableRuntimeServices();
    }

    @Override
    public Class<? extends ExternalTransactionController> getExternalTransactionControllerClass() {
        return Controller.class;
    }

    /** Knows the transaction manager. */
    public static class Controller extends JTATransactionController {

        @Override
        protected TransactionManager acquireTransactionManager() {
            return Transactions.manager();
        }
    }
}
