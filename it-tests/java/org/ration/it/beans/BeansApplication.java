// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.annotation.security.DeclareRoles;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.ration.it.testing.CountersResource;

/** EJBs of every kind with quotas. */
@ApplicationPath("api")
@DeclareRoles("clerk")
public class BeansApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(CountersResource.class, BeansResource.class);
    }
}
