// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** From a CDI bean. */
@ApplicationScoped
@Named("cdi")
public class CdiRoute implements Route {

    @Override
    public void go(Runnable call) {
        call.run();
    }
}
