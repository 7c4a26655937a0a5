// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.ClockMargin;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.RetentionSettings;
import org.ration.log.OneLine;

/**
 * Removes in passing what is not kept: a charge has a step taken on another thread, if the last one is long enough
 * ago. No caller waits for it, and it never has more than a few rows locked, none of which another has.
 *
 * <p>What is not kept is determined by the earlier of the node's time and the database's, an hour back: a clock that is
 * ahead, for a moment or for years, must remove nothing that other nodes count in.
 */
public final class Retention {

    /** While there is more to remove, for so long steps are taken, and for so long none is. */
    public static final Duration BUSY = Duration.ofMillis(100);

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration TROUBLE = Duration.ofMinutes(1);

    private static final Logger LOG = System.getLogger("org.ration.ledger");

    private final DatabaseGate gate;
    private final LedgerSettings settings;
    private final Consumer<List<EndedHold>> endedHolds;
    private final ReceiptSweep receipts;
    private final List<Sweep> sweeps;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final LongSupplier nanos;
    private volatile long due;
    private volatile boolean ended;

    /**
     * Nothing is removed yet.
     *
     * @param ended is told of the holds that end by being removed, once that is durable, without a connection
     */
    public Retention(DatabaseGate gate, LedgerSettings settings, Consumer<List<EndedHold>> ended) {
        this(gate, settings, ended, System::nanoTime);
    }

    Retention(DatabaseGate gate, LedgerSettings settings, Consumer<List<EndedHold>> ended, LongSupplier nanos) {
        this.gate = gate;
        this.settings = settings;
        this.endedHolds = ended;
        this.nanos = nanos;
        this.due = nanos.getAsLong() + IDLE.toNanos();
        this.receipts = new ReceiptSweep(settings.ids());
        this.sweeps = sweeps(receipts, settings.tables().retention(), settings.ids());
    }

    private static List<Sweep> sweeps(ReceiptSweep receipts, RetentionSettings keeps, AccountIds namespace) {
        List<Sweep> sweeps = new ArrayList<>();
        sweeps.add(receipts);
        keeps.windows(true).ifPresent(kept -> sweeps.add(new WindowSweep(namespace, true, before(kept))));
        keeps.windows(false).ifPresent(kept -> sweeps.add(new WindowSweep(namespace, false, before(kept))));
        keeps.audit().ifPresent(kept -> sweeps.add(new AuditSweep(namespace, before(kept))));
        keeps.idle().ifPresent(kept -> sweeps.add(new AccountSweep(namespace, before(kept), AccountIds.random())));
        return sweeps;
    }

    private static UnaryOperator<Instant> before(Period kept) {
        return over -> over.atZone(ZoneOffset.UTC).minus(kept).toInstant();
    }

    /** Has a step taken, unless the last one was just now. Returns at once. */
    public void passing() {
        if (nanos.getAsLong() - due >= 0 && underWay.compareAndSet(false, true)) {
            boolean started = false;
            try {
                started = gate.start(this::stepInTime);
            } finally {
                if (!started) {
                    underWay.set(false);
                }
            }
        }
    }

    /** Takes no more steps; one that is under way may fail then, which does no harm. */
    public void end() {
        ended = true;
    }

    /**
     * Takes steps while there is more to remove, but not for long; whatever comes of them, says when the next is due.
     */
    void stepInTime() {
        Duration pause = TROUBLE;
        try {
            pause = steps() ? BUSY : IDLE;
        } catch (QuotaStoreException fault) {
            if (!ended) {
                OneLine.warn(
                        LOG,
                        "could not remove the rows that the settings ration.keep-* do not keep; Ration will try again",
                        fault);
            }
        } finally {
            due = nanos.getAsLong() + pause.toNanos();
            underWay.set(false);
        }
    }

    private boolean steps() {
        long end = nanos.getAsLong() + BUSY.toNanos();
        boolean more;
        do {
            more = step();
        } while (more && !ended && nanos.getAsLong() - end < 0);
        return more;
    }

    /**
     * Takes a step of each kind, also if one of them fails.
     *
     * @return whether there is more to remove
     */
    boolean step() {
        boolean more = false;
        QuotaStoreException first = null;
        for (Sweep sweep : sweeps) {
            try {
                more |= step(sweep);
            } catch (QuotaStoreException fault) {
                if (first == null) {
                    first = fault;
                } else {
                    first.addSuppressed(fault);
                }
            }
        }
        endedHolds.accept(receipts.takeEnded());
        if (first != null) {
            throw first;
        }
        return more;
    }

    private boolean step(Sweep sweep) {
        return gate.access(runner -> {
            Instant database = Instant.ofEpochMilli(runner.read(tables -> tables.databaseMillis()));
            return sweep.step(runner, ClockMargin.over(settings.now(), database));
        });
    }
}
