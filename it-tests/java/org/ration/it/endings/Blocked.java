// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.OptionalLong;
import org.ration.QuotaCall;
import org.ration.QuotaOutcome;
import org.ration.QuotaSettlement;

/** Does not answer before the test wants it: the method has run, and nothing is settled. */
@ApplicationScoped
public class Blocked implements QuotaSettlement {

    @Inject
    private Told told;

    @Inject
    private Latches latches;

    @Override
    public OptionalLong unitsOf(QuotaCall call, QuotaOutcome outcome) {
        OptionalLong units = told.unitsOf(call, outcome);
        latches.await(call.arguments().get(0).toString());
        return units;
    }
}
