// SPDX-License-Identifier: Apache-2.0
package org.ration.observability;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.ration.QuotaUsage;
import org.ration.ledger.LedgerListener;
import org.ration.ledger.charge.ChargeResult;
import org.ration.log.LogLimiter;

/** Logs refusals: at most one line in a second for each policy, which says how many had none. Never the key. */
@Dependent
public class RefusalLog implements LedgerListener {

    private static final Logger LOG = System.getLogger("org.ration");

    private final LogLimiter limiter;

    @Inject
    RefusalLog() {
        this(new LogLimiter());
    }

    RefusalLog(LogLimiter limiter) {
        this.limiter = limiter;
    }

    @Override
    public void decided(ChargeResult result, long nanos) {
        for (QuotaUsage usage : result.decision().violated()) {
            limiter.each(usage.policyName(), more -> LOG.log(Level.INFO, line(usage, more)));
        }
    }

    private static String line(QuotaUsage usage, long more) {
        return "quota " + usage.policyName() + " refuses a call: " + usage.used() + " of " + usage.limit()
                + " used" + (usage.reserved() > 0 ? " and " + usage.reserved() + " held" : "") + end(usage)
                + (more == 0 ? "" : "; refused " + more + " more since the last line");
    }

    /** Units that are held come back, also in a window that never ends. */
    private static String end(QuotaUsage usage) {
        if (usage.resets()) {
            return " until " + usage.resetAt();
        }
        return usage.reserved() > 0 ? "" : " for good";
    }
}
