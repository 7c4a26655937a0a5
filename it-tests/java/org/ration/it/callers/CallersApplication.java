// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.ration.it.testing.CountersResource;

/** Charges from within transactions of every kind. */
@ApplicationPath("api")
public class CallersApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                CountersResource.class,
                NotesResource.class,
                RacesResource.class,
                HandlersResource.class,
                LedgersResource.class);
    }
}
