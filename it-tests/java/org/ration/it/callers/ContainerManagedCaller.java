// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Named;

/** An EJB in its container's transaction. */
@Stateless
@Named("cmt")
public class ContainerManagedCaller implements Caller {

    @Resource
    private SessionContext session;

    @Override
    public void call(Runnable work, boolean commit) {
        work.run();
        if (!commit) {
            session.setRollbackOnly();
        }
    }
}
