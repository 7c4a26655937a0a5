// SPDX-License-Identifier: Apache-2.0
package org.ration;

import java.util.OptionalLong;

/**
 * Determines the cost of a call once it has ended. Runs on the thread on which the outcome becomes known, which may be
 * one without a request; holds no lock. If it throws, or answers null or a number out of range, all that is held is
 * counted. A CDI bean, or a class with a public no-argument constructor, which is injected, too.
 */
@FunctionalInterface
public interface QuotaSettlement {

    /**
     * The units to count.
     *
     * @param call the call
     * @param outcome how it has ended
     * @return 0 to {@link QuotaPolicy#MAX_UNITS} units; empty leaves the hold to the application, which settles it by
     *     its {@linkplain QuotaOutcome#holdId id}, or lets it expire
     */
    OptionalLong unitsOf(QuotaCall call, QuotaOutcome outcome);
}
