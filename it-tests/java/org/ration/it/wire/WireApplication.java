// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.ration.it.testing.CountersResource;

/** Lists its classes, so that nothing is scanned. */
@ApplicationPath("api")
public class WireApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                AsyncResource.class,
                CountersResource.class,
                DecisionHeader.class,
                EjbResource.class,
                EventsResource.class,
                HandledResource.class,
                IdResource.class,
                LocalEjbResource.class,
                SeveralResource.class,
                SubResources.class,
                UntoldResource.class,
                WindowResource.class,
                WireResource.class);
    }
}
