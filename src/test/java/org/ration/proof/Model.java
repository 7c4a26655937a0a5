package org.ration.proof;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;

/**
 * What the contract says, one operation after the other: written from it, and without any of the library's counting code.
 * Answers are texts, which {@link RealLedger} words alike.
 */
final class Model {

    private final Map<String, Counter> counters = new TreeMap<>();
    private long now;

    Model(Instant start) {
        now = start.toEpochMilli();
    }

    long now() {
        return now;
    }

    /** Does one operation and answers as the ledger should. */
    String apply(Operation operation) {
        if (operation instanceof Operation.Consume consume) {
            return consume(consume.charges(), true);
        } else if (operation instanceof Operation.Check check) {
            return consume(List.of(check.charge()), false);
        } else if (operation instanceof Operation.Usage usage) {
            return usage(usage.key());
        } else if (operation instanceof Operation.Reset reset) {
            return String.valueOf(
                    ofKey(reset.key()).filter(counter -> counter.reset(now)).count());
        } else if (operation instanceof Operation.ResetOne reset) {
            Counter counter = counters.get(id(reset.charge()));
            return String.valueOf(counter != null && counter.reset(now));
        } else if (operation instanceof Operation.Move move) {
            now += move.millis();
            return "";
        } else if (operation instanceof Operation.MoveToEnd move) {
            Counter counter = counters.get(id(move.charge()));
            now = counter == null ? now : counter.end + move.millis();
            return "";
        }
        return operate(operation);
    }

    /** Every account and closed window, one a line. */
    String tables() {
        TreeSet<String> lines = new TreeSet<>();
        counters.forEach((id, counter) -> {
            lines.add(id + " used " + counter.used + " granted " + counter.granted + " limit " + counter.limit + " in "
                    + counter.zone + " from " + counter.start + " to " + counter.end);
            counter.closed.forEach(window -> lines.add(id + " closed " + window));
        });
        return String.join("\n", lines);
    }

    private String operate(Operation operation) {
        if (operation instanceof Operation.Override override && counters.containsKey(id(override.charge()))) {
            Counter counter = counters.get(id(override.charge()));
            counter.override = override.limit();
            counter.until = override.millis() == null ? null : Long.valueOf(now + override.millis());
        } else if (operation instanceof Operation.Grant grant && isOpen(grant.charge())) {
            counters.get(id(grant.charge())).granted += grant.units();
        } else if (operation instanceof Operation.Correct correct && isOpen(correct.charge())) {
            Counter counter = counters.get(id(correct.charge()));
            counter.used = Math.max(0, counter.used + correct.units());
        }
        return "";
    }

    private String consume(List<QuotaCharge> charges, boolean take) {
        List<QuotaCharge> refusing = charges.stream()
                .filter(charge -> charge.policy().block() && charge.cost() > 0 && charge.cost() > room(charge))
                .toList();
        if (!refusing.isEmpty()) {
            boolean never = refusing.stream().anyMatch(charge -> charge.cost() > limit(charge));
            return (never ? "never fits " : "refused ") + texts(charges) + " by " + texts(refusing);
        }
        if (take) {
            charges.stream().filter(charge -> charge.cost() > 0).forEach(this::take);
        }
        return "allowed " + texts(charges);
    }

    private void take(QuotaCharge charge) {
        Counter counter = counters.computeIfAbsent(id(charge), id -> new Counter());
        if (!counter.isOpen(now)) {
            counter.open(charge, now);
        }
        counter.used += charge.cost();
        counter.limit = charge.policy().limit();
    }

    private long room(QuotaCharge charge) {
        return Math.max(0, limit(charge) - (isOpen(charge) ? counters.get(id(charge)).used : 0));
    }

    private long limit(QuotaCharge charge) {
        Counter counter = counters.get(id(charge));
        return counter == null
                ? charge.policy().limit()
                : counter.limit(charge.policy().limit(), now);
    }

    private boolean isOpen(QuotaCharge charge) {
        Counter counter = counters.get(id(charge));
        return counter != null && counter.isOpen(now);
    }

    private List<String> texts(List<QuotaCharge> charges) {
        return charges.stream().map(this::text).toList();
    }

    private String text(QuotaCharge charge) {
        Counter counter = counters.get(id(charge));
        QuotaPeriod period = charge.policy().period();
        ZoneId zone = charge.policy().zone().orElseThrow();
        return counter == null || !counter.isOpen(now)
                ? fresh(charge.policy().scope(), period, zone, limit(charge), counter)
                : counter.text(charge.policy().scope(), limit(charge));
    }

    private String fresh(String scope, QuotaPeriod period, ZoneId zone, long limit, Counter counter) {
        Span span = Span.around(now, period, zone);
        long start = counter == null ? span.start() : Math.max(span.start(), counter.end);
        return scope + " " + period + " " + zone + " 0/" + limit + " " + start + "-" + span.end();
    }

    private String usage(String key) {
        return ofKey(key)
                .map(counter -> counter.isOpen(now)
                        ? counter.text(counter.scope, counter.limit(counter.limit, now))
                        : fresh(
                                counter.scope,
                                counter.period,
                                counter.zone,
                                counter.limit(counter.limit, now),
                                counter))
                .toList()
                .toString();
    }

    /** In the order of scope and unit, since ids begin with the key. */
    private Stream<Counter> ofKey(String key) {
        return counters.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(key + " "))
                .map(Map.Entry::getValue);
    }

    static String id(QuotaCharge charge) {
        return charge.key() + " " + charge.policy().scope() + " "
                + charge.policy().period().unit();
    }

    private static final class Counter {

        private final List<String> closed = new ArrayList<>();
        private String scope;
        private QuotaPeriod period;
        private ZoneId zone;
        private long used;
        private long granted;
        private long limit;
        private Long override;
        private Long until;
        private long start;
        private long end = Long.MIN_VALUE;

        boolean isOpen(long now) {
            return now < end;
        }

        void open(QuotaCharge charge, long now) {
            if (end > Long.MIN_VALUE) {
                closed.add(start + "-" + end + " used " + used + " limit " + limit(limit, end - 1) + " granted "
                        + granted);
            }
            scope = charge.policy().scope();
            period = charge.policy().period();
            zone = charge.policy().zone().orElseThrow();
            Span span = Span.around(now, period, zone);
            start = Math.max(span.start(), end);
            end = span.end();
            used = 0;
            granted = 0;
        }

        long limit(long own, long at) {
            long base = override != null && (until == null || at < until) ? override : own;
            if (base == Quota.UNLIMITED) {
                return base;
            }
            return isOpen(at) ? base + granted : base;
        }

        boolean reset(long now) {
            boolean any = isOpen(now) && used > 0;
            used = any ? 0 : used;
            return any;
        }

        String text(String in, long limitNow) {
            return in + " " + period + " " + zone + " " + used + "/" + limitNow + " " + start + "-" + end;
        }
    }
}
