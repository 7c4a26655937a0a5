// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/**
 * The start of the application, from which on the container lets EJBs be called. A failure stops the deployment. It has
 * no locks: WildFly 39 lets startup beans wait for one for 5 seconds only, and those of {@code FirstRequestsContract}
 * start beside many other applications.
 */
@Singleton(name = "org.ration.container.ApplicationStart")
@Startup
@PermitAll
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class ApplicationStart {

    @Inject
    private StartTask task;

    /** For the container. */
    public ApplicationStart() {}

    /** Returns once the task is done: the container runs {@link #start} before any other method. */
    public void await() {}

    @PostConstruct
    void start() {
        task.run();
    }
}
