package org.ration.ledger;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.ration.QuotaCharge;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.charge.ChargeResult;
import org.ration.log.LogLimiter;

/** All witnesses: each is told, whatever another throws. */
final class LedgerListeners implements LedgerListener {

    private static final Logger LOG = System.getLogger("org.ration");

    private final LedgerListener[] all;
    private final LogLimiter limiter = new LogLimiter();

    LedgerListeners(LedgerListener... all) {
        this.all = all;
    }

    @Override
    public void decided(ChargeResult verdict, long nanos) {
        for (LedgerListener witness : all) {
            try {
                witness.decided(verdict, nanos);
            } catch (Throwable defect) { // the answer stands
                log(witness, defect);
            }
        }
    }

    @Override
    public void failed(List<QuotaCharge> charges, long nanos) {
        tell(witness -> witness.failed(charges, nanos));
    }

    @Override
    public void begins(IntSupplier waiting) {
        tell(witness -> witness.begins(waiting));
    }

    @Override
    public void uncounted(QuotaCharge charge, String account, Instant at) {
        tell(witness -> witness.uncounted(charge, account, at));
    }

    @Override
    public void adjusted(AuditEntry entry) {
        tell(witness -> witness.adjusted(entry));
    }

    private void tell(Consumer<LedgerListener> what) {
        for (LedgerListener witness : all) {
            try {
                what.accept(witness);
            } catch (Throwable defect) { // what was done is done
                log(witness, defect);
            }
        }
    }

    private void log(LedgerListener witness, Throwable defect) {
        String name = witness.getClass().getName();
        limiter.each(
                name,
                more -> LOG.log(
                        Level.WARNING,
                        name + " failed, which changes no answer"
                                + (more == 0 ? "" : "; so it did " + more + " times more"),
                        defect));
    }
}
