// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import org.ration.cdi.Declarations;
import org.ration.cdi.Deployment;

/**
 * Checks the declarations of every resource method, including those of classes that are not beans, and guards the
 * methods that have some. Found through {@code META-INF/services}.
 */
public class DeclarationFeature implements DynamicFeature {

    private final Deployment deployment = CDI.current().select(Deployment.class).get();

    /** For the service loader. */
    public DeclarationFeature() {}

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Declarations declarations = deployment.declarations();
        boolean declared = declarations.applyTo(resource.getResourceClass(), resource.getResourceMethod());
        if (declared && !deployment.settings().off()) {
            context.register(new InterceptionGuard(resource.getResourceMethod()));
            if (declarations.hold(resource.getResourceClass(), resource.getResourceMethod())) {
                context.register(OutcomeFilter.of(resource.getResourceMethod()));
            }
            deployment.describe(resource.getResourceClass(), resource.getResourceMethod());
        }
    }
}
