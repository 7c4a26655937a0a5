// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.ration.QuotaPeriod;

/**
 * One window, found by looking: all boundaries around an instant are written down, and the two next to it are taken.
 * The library computes them.
 */
record Span(long start, long end) {

    private static final long MINUTE = 60_000;

    static Span around(long now, QuotaPeriod period, ZoneId zone) {
        String text = period.toString();
        return switch (text) {
            case "minute", "hour" -> timed(now, text.equals("minute") ? 1 : 60, zone);
            case "day" -> dated(now, zone, 3, date -> true);
            case "week" -> dated(now, zone, 9, date -> date.getDayOfWeek() == DayOfWeek.MONDAY);
            case "month" -> dated(now, zone, 34, date -> date.getDayOfMonth() == 1);
            case "quarter" -> dated(now, zone, 95, date -> date.getDayOfMonth() == 1 && date.getMonthValue() % 3 == 1);
            case "year" -> dated(now, zone, 368, date -> date.getDayOfYear() == 1);
            default ->
                text.startsWith("month@")
                        ? dated(now, zone, 34, date -> isAnchor(date, Integer.parseInt(text.substring(6))))
                        : days(now, zone, Integer.parseInt(text.substring(0, text.length() - 1)));
        };
    }

    private static boolean isAnchor(LocalDate date, int day) {
        return date.getDayOfMonth() == day
                || (date.getDayOfMonth() == date.lengthOfMonth() && day > date.lengthOfMonth());
    }

    private static Span days(long now, ZoneId zone, int days) {
        Span today = dated(now, zone, 3, date -> true);
        LocalDate date = utcDate(now).minusDays(3);
        while (midnight(date, zone) < today.start) {
            date = date.plusDays(1);
        }
        return new Span(today.start, midnight(date.plusDays(days), zone));
    }

    private static Span dated(long now, ZoneId zone, int reach, Predicate<LocalDate> first) {
        TreeSet<Long> boundaries = new TreeSet<>();
        LocalDate today = utcDate(now);
        for (LocalDate date = today.minusDays(reach); date.isBefore(today.plusDays(reach)); date = date.plusDays(1)) {
            if (first.test(date)) {
                boundaries.add(midnight(date, zone));
            }
        }
        return between(boundaries, now);
    }

    private static Span timed(long now, int minutes, ZoneId zone) {
        TreeSet<Long> boundaries = new TreeSet<>();
        long here = Math.floorDiv(now, MINUTE) * MINUTE;
        for (long at = here - minutes * MINUTE; at <= here + minutes * MINUTE; at += MINUTE) {
            if (Instant.ofEpochMilli(at).atZone(zone).getMinute() % minutes == 0) {
                boundaries.add(at);
            }
        }
        ZoneOffsetTransition next = zone.getRules().nextTransition(Instant.ofEpochMilli(now));
        ZoneOffsetTransition last = zone.getRules().previousTransition(Instant.ofEpochMilli(now + 1));
        if (next != null) {
            boundaries.add(next.getInstant().toEpochMilli());
        }
        if (last != null) {
            boundaries.add(last.getInstant().toEpochMilli());
        }
        return between(boundaries, now);
    }

    private static Span between(TreeSet<Long> boundaries, long now) {
        return new Span(boundaries.floor(now), boundaries.higher(now));
    }

    private static LocalDate utcDate(long now) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(now), ZoneOffset.UTC);
    }

    private static long midnight(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
