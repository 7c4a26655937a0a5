// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

/** From where an EJB is called. */
public interface Route {

    void go(Runnable call);
}
