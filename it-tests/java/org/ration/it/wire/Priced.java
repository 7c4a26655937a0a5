// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

/** The business interface of an EJB. */
public interface Priced {

    String priced();
}
