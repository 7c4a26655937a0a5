// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;

/**
 * What the contract says of charges with an id, one operation after the other: written from it, and without any of the
 * library's counting code. All is in UTC, and time does not go back.
 */
final class HoldsModel {

    private static final long DAY = 86_400_000;
    private static final long HOUR = 3_600_000;

    private final Map<String, Account> accounts = new TreeMap<>();
    private final Map<String, Identified> ids = new HashMap<>();
    private long now;

    HoldsModel(long start) {
        now = start;
    }

    long now() {
        return now;
    }

    void move(long millis) {
        now += millis;
    }

    /** Moves to the end of what an id holds, or of the window of an account. */
    void moveToEnd(String id, QuotaCharge charge) {
        Account account = accounts.get(Model.id(charge));
        Identified known = ids.get(id);
        if (known != null && known.lines.get(0).endsAt > now) {
            now = known.lines.get(0).endsAt;
        } else if (account != null && account.isOpen() && account.end < Long.MAX_VALUE) {
            now = account.end;
        }
    }

    /** Counts, or holds for so long; null is for no id. */
    String take(List<QuotaCharge> charges, String id, long lasts) {
        Identified known = id == null ? null : known(id);
        if (known != null) {
            return known.held == lasts > 0 && known.list.equals(list(charges))
                    ? "replayed " + known.answer
                    : "conflict";
        }
        List<QuotaCharge> refusing =
                charges.stream().filter(charge -> !fits(charge)).toList();
        if (!refusing.isEmpty()) {
            return "refused " + texts(charges) + " by " + texts(refusing);
        }
        List<Line> lines = new ArrayList<>();
        for (QuotaCharge charge : charges) {
            if (charge.cost() > 0 || id != null) {
                Account account = accounts.computeIfAbsent(Model.id(charge), key -> new Account());
                account.open(charge);
                account.used += lasts == 0 ? charge.cost() : 0;
                lines.add(new Line(account, charge, now + lasts, lasts > 0));
            }
        }
        if (id != null) {
            lines.stream().filter(line -> line.held).forEach(line -> line.account.lines.add(line));
            ids.put(id, new Identified(lasts > 0, list(charges), lines, texts(charges)));
        }
        return "taken " + texts(charges);
    }

    private boolean fits(QuotaCharge charge) {
        Account account = accounts.get(Model.id(charge));
        long used = account == null || !account.isOpen() ? 0 : account.used;
        long reserved = account == null ? 0 : account.reserved();
        return !charge.policy().block()
                || charge.cost() == 0
                || used + reserved + charge.cost() <= charge.policy().limit();
    }

    /** Says what the charges of an id have cost. */
    String settle(String id, long units) {
        Identified known = known(id);
        if (known == null) {
            return "unknown";
        }
        known.lines.forEach(line -> line.settle(units));
        return known.lines.stream()
                .map(line -> line.account.text(line.charge.policy().scope()))
                .toList()
                .toString();
    }

    /** Sets used to 0. */
    void reset(QuotaCharge charge) {
        Account account = accounts.get(Model.id(charge));
        if (account != null && account.isOpen()) {
            account.used = 0;
        }
    }

    /** What is known of an id. */
    private Identified known(String id) {
        Identified known = ids.get(id);
        return known == null || known.forgetAt <= now ? null : known;
    }

    /** What a charge finds. */
    String look(QuotaCharge charge) {
        return text(charge);
    }

    /** Every closed window's units, in order. */
    String closed() {
        List<String> lines = new ArrayList<>();
        accounts.forEach((id, account) ->
                account.past.forEach((start, used) -> lines.add(id + " from " + start + " used " + used)));
        Collections.sort(lines);
        return String.join("\n", lines);
    }

    private String texts(List<QuotaCharge> charges) {
        return charges.stream().map(this::text).toList().toString();
    }

    private String text(QuotaCharge charge) {
        Account account = accounts.get(Model.id(charge));
        String scope = charge.policy().scope();
        if (account != null && account.isOpen()) {
            return account.text(scope, charge.policy().limit());
        }
        return fresh(
                scope,
                charge.policy().period(),
                charge.policy().limit(),
                account == null ? Long.MIN_VALUE : account.end);
    }

    private String fresh(String scope, QuotaPeriod period, long limit, long lastEnd) {
        return scope + " " + period + " 0+0/" + limit + " " + Math.max(start(period), lastEnd) + "-" + end(period);
    }

    private long start(QuotaPeriod period) {
        return switch (period.toString()) {
            case "day" -> Math.floorDiv(now, DAY) * DAY;
            case "hour" -> Math.floorDiv(now, HOUR) * HOUR;
            default -> now;
        };
    }

    private long end(QuotaPeriod period) {
        return switch (period.toString()) {
            case "day" -> start(period) + DAY;
            case "hour" -> start(period) + HOUR;
            case "5h" -> now + 5 * HOUR;
            default -> Long.MAX_VALUE;
        };
    }

    private static String list(List<QuotaCharge> charges) {
        return charges.stream()
                .map(charge -> Model.id(charge) + " " + charge.cost())
                .toList()
                .toString();
    }

    /** One counter. */
    private final class Account {

        private final Map<Long, Long> past = new TreeMap<>();
        private final List<Line> lines = new ArrayList<>();
        private QuotaPeriod period;
        private long limit;
        private long used;
        private long start;
        private long end = Long.MIN_VALUE;

        private boolean isOpen() {
            return now < end;
        }

        private void open(QuotaCharge charge) {
            period = charge.policy().period();
            limit = charge.policy().limit();
            if (!isOpen()) {
                if (end > Long.MIN_VALUE) {
                    past.put(start, used);
                }
                start = Math.max(start(period), end);
                end = end(period);
                used = 0;
            }
        }

        private long reserved() {
            return lines.stream()
                    .filter(line -> isOpen() && line.isOpen() && line.windowStart == start)
                    .mapToLong(line -> line.charge.cost())
                    .sum();
        }

        private String text(String scope) {
            return isOpen() ? text(scope, limit) : fresh(scope, period, limit, end);
        }

        private String text(String scope, long limitNow) {
            return scope + " " + period + " " + used + "+" + reserved() + "/" + limitNow + " " + start + "-" + end;
        }
    }

    /** One charge of an id. */
    private final class Line {

        private final Account account;
        private final QuotaCharge charge;
        private final long windowStart;
        private final long endsAt;
        private boolean held;
        private long counted;

        private Line(Account account, QuotaCharge charge, long endsAt, boolean held) {
            this.account = account;
            this.charge = charge;
            this.windowStart = account.start;
            this.endsAt = endsAt;
            this.held = held;
            this.counted = held ? 0 : charge.cost();
        }

        private boolean isOpen() {
            return held && endsAt > now;
        }

        private void settle(long units) {
            held = false;
            long more = (account.period.equals(QuotaPeriod.INFLIGHT) ? 0 : units) - counted;
            counted += more;
            if (windowStart == account.start) {
                account.used = Math.max(0, account.used + more);
            } else {
                account.past.merge(windowStart, more, (before, change) -> Math.max(0, before + change));
            }
        }
    }

    /** What is known of an id. */
    private final class Identified {

        private final boolean held;
        private final String list;
        private final List<Line> lines;
        private final String answer;
        private final long forgetAt;

        private Identified(boolean held, String list, List<Line> lines, String answer) {
            this.held = held;
            this.list = list;
            this.lines = lines;
            this.answer = answer;
            this.forgetAt = DAY
                    + lines.stream()
                            .mapToLong(line -> line.account.end == Long.MAX_VALUE
                                    ? line.endsAt
                                    : Math.max(line.endsAt, line.account.end))
                            .max()
                            .orElseThrow();
        }
    }
}
