// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.lang.System.Logger.Level.ERROR;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.ration.QuotaCharge;
import org.ration.QuotaPolicy;
import org.ration.ledger.LedgerHold;
import org.ration.log.LogLimiter;
import org.ration.log.OneLine;

/**
 * Settles what calls hold: asks the application what they cost, and has the ledger count that. Nothing that goes wrong
 * here changes the answer of a call: a settlement that fails counts in full, and what the store does not take ends by
 * its expiry.
 */
@ApplicationScoped
public class Settlements {

    private static final Logger LOG = System.getLogger("org.ration");

    private static final CompletionStage<?> DONE = CompletableFuture.completedStage(null);

    private final CallbackBeans callbacks;
    private final CheckedLedger ledger;
    private final LogLimiter defects = new LogLimiter();
    private final LogLimiter faults = new LogLimiter();

    /** For the client proxy. */
    protected Settlements() {
        this(null, null);
    }

    @Inject
    Settlements(CallbackBeans callbacks, CheckedLedger ledger) {
        this.callbacks = callbacks;
        this.ledger = ledger;
    }

    /**
     * Settles, and waits until that is durable. Throws nothing.
     *
     * @param hold what a call holds
     * @param charges what its quotas took
     * @param outcome how the call ended
     */
    void settle(LedgerHold hold, CallCharges charges, Outcome outcome) {
        Optional<long[]> units = units(charges, outcome);
        try {
            units.ifPresent(hold::settle);
        } catch (RuntimeException | Error fault) { // a stack that ends is the likeliest
            unsettled(charges, units.orElseThrow(), fault);
        }
    }

    /**
     * Settles, and keeps no thread waiting.
     *
     * @param hold what a call holds
     * @param charges what its quotas took
     * @param outcome how the call ended
     * @return completes when it is durable, or the hold is left to its expiry; never exceptionally
     */
    CompletionStage<?> settleLater(LedgerHold hold, CallCharges charges, Outcome outcome) {
        Optional<long[]> units = units(charges, outcome);
        return units.isEmpty() ? DONE : settleLater(hold, charges, units.get());
    }

    private CompletionStage<?> settleLater(LedgerHold hold, CallCharges charges, long[] units) {
        try {
            return hold.settleAsync(units).handle((decision, fault) -> {
                if (fault != null) {
                    unsettled(charges, units, fault);
                }
                return decision;
            });
        } catch (RuntimeException | Error turnedAway) {
            unsettled(charges, units, turnedAway);
            return DONE;
        }
    }

    /** For each quota that holds its final units; empty if all are left to the application. */
    private Optional<long[]> units(CallCharges charges, Outcome outcome) {
        long[] units = charges.held()
                .mapToLong(line -> line.declaration().isInflight() ? 0 : settled(line, outcome))
                .toArray();
        boolean allLeft = LongStream.of(units).allMatch(each -> each == LedgerHold.LEFT);
        return allLeft ? Optional.empty() : Optional.of(units);
    }

    private long settled(CallCharges.Line line, Outcome outcome) {
        long held = line.charge().cost();
        try {
            OptionalLong units =
                    callbacks.get(line.declaration().quota().settleBy()).unitsOf(line.call(), outcome.holding(held));
            return units.isPresent() ? requireUnits(units.getAsLong()) : LedgerHold.LEFT;
        } catch (Throwable defect) { // not of the library's making, and checked ones can come as well
            log(
                    defects,
                    ERROR,
                    "could not settle what " + line.declaration().where() + " holds; it is counted in full",
                    defect);
            return held;
        }
    }

    private static long requireUnits(long units) {
        if (units < 0 || units > QuotaPolicy.MAX_UNITS) {
            throw new IllegalArgumentException("units is " + units + "; use 0 to " + QuotaPolicy.MAX_UNITS);
        }
        return units;
    }

    private void unsettled(CallCharges charges, long[] units, Throwable fault) {
        String message = "could not settle what " + charges.where() + " holds; it is held until it expires";
        faults.each(
                message,
                more -> OneLine.warn(
                        LOG, more == 0 ? message : message + "; and " + more + " more since the last line", fault));
        ledger.get().passUncounted(uncounted(charges, units));
    }

    /** What would have been counted. */
    private static List<QuotaCharge> uncounted(CallCharges charges, long[] units) {
        List<QuotaCharge> held = charges.held().map(CallCharges.Line::charge).toList();
        return IntStream.range(0, units.length)
                .filter(i -> units[i] > 0)
                .mapToObj(i -> new QuotaCharge(held.get(i).key(), held.get(i).policy(), units[i]))
                .toList();
    }

    private static void log(LogLimiter limiter, Logger.Level level, String message, Throwable cause) {
        limiter.each(
                message,
                more -> LOG.log(
                        level,
                        more == 0 ? message : message + "; and " + more + " more since the last line",
                        OneLine.of(cause)));
    }
}
