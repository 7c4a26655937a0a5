// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.ration.QuotaCharge;
import org.ration.admin.AuditRecord;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.charge.ChargeResult;
import org.ration.ledger.charge.SettleResult;
import org.ration.log.LogLimiter;
import org.ration.log.OneLine;

/** All listeners: each is notified, whatever another one throws. */
final class LedgerListeners implements LedgerListener {

    private static final Logger LOG = System.getLogger("org.ration");

    private final LedgerListener[] all;
    private final LogLimiter limiter = new LogLimiter();

    LedgerListeners(LedgerListener... all) {
        this.all = all;
    }

    @Override
    public void decided(ChargeResult result, long nanos) {
        for (LedgerListener listener : all) {
            try {
                listener.decided(result, nanos);
            } catch (Throwable defect) { // the answer stands
                log(listener, defect);
            }
        }
    }

    @Override
    public void settled(SettleResult result) {
        notifyEach(listener -> listener.settled(result));
    }

    @Override
    public void ended(List<EndedHold> holds) {
        notifyEach(listener -> listener.ended(holds));
    }

    @Override
    public void failed(List<QuotaCharge> charges, long nanos) {
        notifyEach(listener -> listener.failed(charges, nanos));
    }

    @Override
    public void begins(IntSupplier waiting) {
        notifyEach(listener -> listener.begins(waiting));
    }

    @Override
    public void uncounted(QuotaCharge charge, String account, Instant at) {
        notifyEach(listener -> listener.uncounted(charge, account, at));
    }

    @Override
    public void adjusted(AuditRecord entry) {
        notifyEach(listener -> listener.adjusted(entry));
    }

    private void notifyEach(Consumer<LedgerListener> event) {
        for (LedgerListener listener : all) {
            try {
                event.accept(listener);
            } catch (Throwable defect) { // what was done is done
                log(listener, defect);
            }
        }
    }

    private void log(LedgerListener listener, Throwable defect) {
        String name = listener.getClass().getName();
        limiter.each(
                name,
                more -> LOG.log(
                        Level.WARNING,
                        name + " failed; the decision is not affected"
                                + (more == 0 ? "" : "; so it did " + more + " times more"),
                        OneLine.of(defect)));
    }
}
