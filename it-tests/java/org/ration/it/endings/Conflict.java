// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

/** A failure that the application answers with 409. */
public class Conflict extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
