// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;

/**
 * What the contract says, one operation after the other: written from it, and without any of the library's counting
 * code. Answers are texts, which {@link RealLedger} words alike.
 */
final class Model {

    private final Map<String, Counter> counters = new TreeMap<>();
    private final OperatorsModel operators = new OperatorsModel(counters);
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
            return ofKey(usage.key()).map(counter -> counter.text(now)).toList().toString();
        } else if (operation instanceof Operation.ResetKey reset) {
            return String.valueOf(ofKey(reset.key()).filter(this::reset).count());
        } else if (operation instanceof Operation.ResetOne reset) {
            Counter counter = counters.get(id(reset.charge()));
            return String.valueOf(counter != null && reset(counter));
        } else if (operation instanceof Operation.Move move) {
            now += move.millis();
            return "";
        } else if (operation instanceof Operation.MoveToEnd move) {
            Counter counter = counters.get(id(move.charge()));
            now = counter == null ? now : counter.end + move.millis();
            return "";
        }
        return operators.apply((Operation.ByOperator) operation, now);
    }

    /** Every account, closed window and entry of the audit, one a line, in their order. */
    String tables() {
        List<String> lines = new ArrayList<>(operators.lines());
        counters.forEach((id, counter) -> {
            lines.add(id + " used " + counter.used + " granted " + counter.granted + " limit " + counter.limit + " in "
                    + counter.zone + " from " + counter.start + " to " + counter.end + " override " + counter.override
                    + " until " + counter.until + " version " + counter.version);
            counter.closed.forEach(window -> lines.add(id + " closed " + window));
        });
        Collections.sort(lines);
        return String.join("\n", lines);
    }

    private String consume(List<QuotaCharge> charges, boolean take) {
        List<QuotaCharge> refusing = charges.stream()
                .filter(charge -> charge.policy().block() && charge.cost() > 0 && charge.cost() > room(charge))
                .toList();
        if (!refusing.isEmpty()) {
            return refused(charges) + texts(charges) + " by " + texts(refusing);
        }
        if (take) {
            charges.stream().filter(charge -> charge.cost() > 0).forEach(charge -> counters.computeIfAbsent(
                            id(charge), id -> new Counter())
                    .take(charge, now));
        }
        return "allowed " + texts(charges);
    }

    /** Looks forward to each instant at which a counter would change by itself. */
    private String refused(List<QuotaCharge> charges) {
        return charges.stream()
                .flatMap(charge -> Stream.of(untilOf(charge), endOf(charge)))
                .filter(then -> then > now)
                .sorted()
                .filter(then -> charges.stream().allMatch(charge -> fits(charge, then)))
                .findFirst()
                .map(then -> "refused for " + (then - now) + " ")
                .orElse("never fits ");
    }

    private boolean fits(QuotaCharge charge, long then) {
        Counter counter = counters.getOrDefault(id(charge), new Counter());
        long used = counter.isOpen(then) ? counter.used : 0;
        return !charge.policy().block()
                || charge.cost() == 0
                || used + charge.cost() <= counter.limit(charge.policy().limit(), then);
    }

    private long untilOf(QuotaCharge charge) {
        Counter counter = counters.get(id(charge));
        return counter == null || counter.until == null || counter.override == null ? now : counter.until;
    }

    private long endOf(QuotaCharge charge) {
        return isOpen(charge)
                ? counters.get(id(charge)).end
                : Span.around(
                                now,
                                charge.policy().period(),
                                charge.policy().zone().orElseThrow())
                        .end();
    }

    private boolean reset(Counter counter) {
        return operators.reset(counter, "application", "QuotaRegistry.reset", now);
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
                ? Counter.fresh(charge.policy().scope(), period, zone, limit(charge), counter, now)
                : counter.text(charge.policy().scope(), limit(charge));
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
}
