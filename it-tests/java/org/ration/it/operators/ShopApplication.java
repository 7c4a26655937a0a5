// SPDX-License-Identifier: Apache-2.0
package org.ration.it.operators;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.ration.it.testing.CountersResource;

/** Lists its classes, so that nothing is scanned. */
@ApplicationPath("api")
public class ShopApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(CountersResource.class, TileResource.class);
    }
}
