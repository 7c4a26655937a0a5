// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what {@link RationExtension} has found injectable; no other bean knows the extension. */
@ApplicationScoped
public class DeploymentProducer {

    @Produces
    @Singleton
    Deployment deployment(RationExtension extension) {
        return extension.deployment();
    }

    @Produces
    @Singleton
    ApplicationBeans beans(RationExtension extension) {
        return extension.beans();
    }
}
