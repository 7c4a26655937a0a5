// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.ejb.Stateless;
import jakarta.inject.Named;

/** From an EJB, in its transaction. */
@Stateless
@Named("ejb")
public class EjbRoute implements Route {

    @Override
    public void go(Runnable call) {
        call.run();
    }
}
