// SPDX-License-Identifier: Apache-2.0
package org.ration.it.desk;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.ration.it.testing.CountersResource;

/** An application with operators. */
@ApplicationPath("api")
public class DeskApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(CountersResource.class, CallResource.class, HoldResource.class, ClockResource.class);
    }
}
