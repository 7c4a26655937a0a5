// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.ration.Quota;

/** What operators do to the counters of a {@link Model}, and what the audit says of it. */
final class OperatorsModel {

    /** How long a window has been over before its account is purged, since other clocks may be behind. */
    private static final long HOUR = 3_600_000;

    static final String BY = "olga";
    static final String REASON = "ticket 7";

    private final Map<String, Counter> counters;
    private final List<Entry> audit = new ArrayList<>();

    OperatorsModel(Map<String, Counter> counters) {
        this.counters = counters;
    }

    String apply(Operation.ByOperator operation, long now) {
        if (operation instanceof Operation.ActOn on) {
            return act(on, now);
        } else if (operation instanceof Operation.ResetAll all) {
            return resetAll(all, now);
        } else if (operation instanceof Operation.Erase erase) {
            return erase(erase.key(), now);
        }
        return purge(now - ((Operation.Purge) operation).millis(), now);
    }

    /** Sets a counter to 0; tells whether it was not yet. */
    boolean reset(Counter counter, String by, String reason, long now) {
        if (!counter.isOpen(now) || counter.used == 0) {
            return false;
        }
        noted(counter, "RESET " + counter.used + " 0 null null", by, reason, now);
        counter.used = 0;
        return true;
    }

    /** Every entry, one a line. */
    List<String> lines() {
        return audit.stream().map(Entry::line).toList();
    }

    private String act(Operation.ActOn on, long now) {
        if (on.act() instanceof Operation.Override override && override.millis() != null && override.millis() <= 0) {
            return "IllegalArgumentException";
        }
        Counter counter = counters.get(Model.id(on.charge()));
        if (counter == null) {
            return "NO_ACCOUNT";
        }
        if (on.behind() > 0) {
            return "ADJUSTED_MEANWHILE";
        }
        String refusal = change(counter, on.act(), now);
        return refusal.isEmpty() ? counter.account(now) : refusal;
    }

    private String change(Counter counter, Operation.Act act, long now) {
        if (act instanceof Operation.Override override) {
            override(counter, override, now);
        } else if (act instanceof Operation.ClearOverride) {
            clearOverride(counter, now);
        } else if (act instanceof Operation.Reset) {
            reset(counter, BY, REASON, now);
        } else if (act instanceof Operation.Restart) {
            restart(counter, now);
        } else if (act instanceof Operation.Grant grant) {
            return grant(counter, grant.units(), now);
        } else if (act instanceof Operation.Correct correct) {
            return correct(counter, correct.units(), now);
        }
        return "";
    }

    private void override(Counter counter, Operation.Override override, long now) {
        Long until = override.millis() == null ? null : Long.valueOf(now + override.millis());
        counter.overrideChanges(now);
        noted(
                counter,
                "OVERRIDE_SET " + counter.override + " " + override.limit() + " " + counter.until + " " + until,
                BY,
                REASON,
                now);
        counter.override = override.limit();
        counter.until = until;
    }

    private void clearOverride(Counter counter, long now) {
        if (counter.override != null) {
            noted(
                    counter,
                    "OVERRIDE_CLEARED " + counter.override + " null " + counter.until + " null",
                    BY,
                    REASON,
                    now);
            counter.overrideChanges(now);
            counter.override = null;
            counter.until = null;
        }
    }

    private void restart(Counter counter, long now) {
        if (counter.isOpen(now)) {
            long start = counter.start - now > HOUR ? now - 1 : counter.start;
            long end = Math.max(now, start + 1);
            noted(counter, "RESTARTED " + counter.used + " 0 " + counter.end + " " + end, BY, REASON, now);
            counter.start = start;
            counter.end = end;
        }
    }

    private String grant(Counter counter, long units, long now) {
        String refusal = refusal(counter, counter.granted, units, now);
        if (refusal.isEmpty()) {
            long after = counter.granted + units;
            noted(counter, "GRANTED " + counter.granted + " " + after + " null null", BY, REASON, now);
            counter.granted = after;
        }
        return refusal;
    }

    private String correct(Counter counter, long units, long now) {
        String refusal = refusal(counter, counter.used, units, now);
        if (refusal.isEmpty()) {
            long after = counter.used + units;
            noted(counter, "CORRECTED " + counter.used + " " + after + " null null", BY, REASON, now);
            counter.used = after;
        }
        return refusal;
    }

    private static String refusal(Counter counter, long before, long units, long now) {
        if (!counter.isOpen(now)) {
            return "NO_OPEN_WINDOW";
        } else if (before + units < 0) {
            return "BELOW_ZERO";
        }
        return units > 0 && before + units > Quota.MAX_UNITS ? "TOO_MUCH" : "";
    }

    private String resetAll(Operation.ResetAll all, long now) {
        List<Counter> of = counters.values().stream()
                .filter(counter -> counter.key.equals(all.key()) && counter.isOpen(now) && counter.used > 0)
                .toList();
        if (of.size() > all.atMost()) {
            return "MORE_THAN_CONFIRMED";
        }
        of.forEach(counter -> reset(counter, BY, REASON, now));
        return String.valueOf(of.size());
    }

    private String erase(String key, long now) {
        long erased = removed(counter -> counter.key.equals(key));
        audit.replaceAll(entry -> entry.forget(key));
        audit.add(new Entry("", now, BY, "", "ERASED " + erased + " 0 null null", REASON));
        return String.valueOf(erased);
    }

    private String purge(long since, long now) {
        if (since > now) {
            return "IllegalArgumentException";
        }
        long over = Math.min(since, now - HOUR);
        long purged = removed(counter -> counter.end < over && !counter.isOpen(now) && !counter.isOverridden(now));
        if (purged > 0) {
            audit.add(new Entry("", now, BY, "", "PURGED " + purged + " 0 null null", REASON));
        }
        return String.valueOf(purged);
    }

    private long removed(Predicate<Counter> which) {
        long before = counters.size();
        counters.values().removeIf(which);
        return before - counters.size();
    }

    private void noted(Counter counter, String what, String by, String reason, long now) {
        counter.adjusted(now);
        String of = counter.scope + " " + counter.period.unit() + " version " + counter.version;
        audit.add(new Entry(counter.key, now, by, of, what, reason));
    }

    /** What the audit says of one act; the key is empty if it concerns no single account, or has been erased. */
    private record Entry(String key, long at, String by, String of, String what, String reason) {

        Entry forget(String erased) {
            return key.equals(erased) ? new Entry("", at, by, "", what, "") : this;
        }

        String line() {
            return "audit " + at + " " + by + " <" + key + "> " + of + " " + what + " " + reason;
        }
    }
}
