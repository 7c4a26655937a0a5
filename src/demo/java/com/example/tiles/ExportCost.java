// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import org.ration.QuotaCall;
import org.ration.QuotaCost;

/** An export costs what its order says, which was checked when it was made. */
public class ExportCost implements QuotaCost {

    @Override
    public long costOf(QuotaCall call) {
        ExportOrder order = (ExportOrder) call.arguments().get(0);
        return order.units();
    }
}
