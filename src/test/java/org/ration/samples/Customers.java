// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

/** What the samples take for granted. */
public interface Customers {

    /** What a customer pays for. */
    enum Plan {
        FREE,
        PRO,
        PARTNER
    }

    /**
     * The plan of a customer.
     *
     * @param name the customer
     * @return the plan
     */
    Plan planOf(String name);
}
