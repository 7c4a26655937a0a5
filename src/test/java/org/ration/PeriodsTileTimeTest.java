// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The windows of every calendar period tile time around every change of the clocks from 1970 to 2100, in every zone.
 */
class PeriodsTileTimeTest {

    private static final Instant FROM = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2100-01-01T00:00:00Z");

    private static final Collection<Clocks> ALL_CLOCKS = distinctClocks();

    /** A zone, and its changes from 1970 to 2100. */
    private record Clocks(ZoneId zone, List<Instant> changes) {}

    static Stream<QuotaPeriod> calendarPeriods() {
        return Stream.of(
                QuotaPeriod.MINUTE,
                QuotaPeriod.HOUR,
                QuotaPeriod.DAY,
                QuotaPeriod.WEEK,
                QuotaPeriod.MONTH,
                QuotaPeriod.QUARTER,
                QuotaPeriod.YEAR,
                QuotaPeriod.monthFrom(15),
                QuotaPeriod.monthFrom(31));
    }

    @ParameterizedTest
    @MethodSource("calendarPeriods")
    void everyInstantAroundAChangeIsInOneWindow(QuotaPeriod period) {
        for (Clocks clocks : ALL_CLOCKS) {
            for (Instant change : clocks.changes()) {
                around(change).forEach(instant -> assertInOneWindow(period, instant, clocks.zone()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("calendarPeriods")
    void windowsFollowEachOtherAcrossAChange(QuotaPeriod period) {
        for (Clocks clocks : ALL_CLOCKS) {
            for (Instant change : clocks.changes()) {
                assertWindowsFollowEachOther(period, change, clocks.zone());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("calendarPeriods")
    void windowsBeginWhereTheCalendarSays(QuotaPeriod period) {
        for (Clocks clocks : ALL_CLOCKS) {
            for (Instant change : clocks.changes()) {
                assertAligned(period, period.startOf(change, clocks.zone()), clocks.zone());
                assertAligned(period, period.endOf(change, clocks.zone()), clocks.zone());
            }
        }
    }

    @Test
    void windowsOfDaysHoldTheirFirstUseAndEndOnACalendarDay() {
        QuotaPeriod week = QuotaPeriod.days(7);
        for (Clocks clocks : ALL_CLOCKS) {
            for (Instant change : clocks.changes()) {
                Instant start = week.startOf(change, clocks.zone());
                Instant end = week.endOf(change, clocks.zone());

                check(!start.isAfter(change) && change.isBefore(end), week, change, clocks.zone());
                check(QuotaPeriod.DAY.startOf(start, clocks.zone()).equals(start), week, change, clocks.zone());
                check(QuotaPeriod.DAY.startOf(end, clocks.zone()).equals(end), week, change, clocks.zone());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1h", "5h", "8760h", "1min", "90min", "525600min"})
    void windowsOfHoursAndMinutesLastAsLongWhateverClocksDo(String text) {
        QuotaPeriod period = QuotaPeriod.parse(text);
        Duration length = Duration.parse("PT" + text.replace("min", "M").replace('h', 'H'));
        for (Clocks clocks : ALL_CLOCKS) {
            for (Instant change : clocks.changes()) {
                around(change).forEach(use -> {
                    Instant start = period.startOf(use, clocks.zone());
                    Instant end = period.endOf(use, clocks.zone());

                    check(start.toEpochMilli() == use.toEpochMilli(), period, use, clocks.zone());
                    check(start.equals(Instant.ofEpochMilli(start.toEpochMilli())), period, use, clocks.zone());
                    check(end.equals(start.plus(length)), period, use, clocks.zone());
                });
            }
        }
    }

    @Test
    void everyZoneAndManyChangesAreLookedAt() {
        assertThat(ALL_CLOCKS).hasSizeGreaterThan(200);
        assertThat(ALL_CLOCKS.stream()
                        .mapToInt(clocks -> clocks.changes().size())
                        .sum())
                .isGreaterThan(15_000);
    }

    private static void assertInOneWindow(QuotaPeriod period, Instant instant, ZoneId zone) {
        Instant start = period.startOf(instant, zone);
        Instant end = period.endOf(instant, zone);

        check(!start.isAfter(instant) && instant.isBefore(end), period, instant, zone);
        check(period.startOf(start, zone).equals(start), period, instant, zone);
        check(period.endOf(start, zone).equals(end), period, instant, zone);
        check(period.startOf(end, zone).equals(end), period, instant, zone);
        check(period.endOf(end.minusNanos(1), zone).equals(end), period, instant, zone);
    }

    private static void assertWindowsFollowEachOther(QuotaPeriod period, Instant change, ZoneId zone) {
        Instant before = period.startOf(period.startOf(change, zone).minusNanos(1), zone);

        Instant first = period.endOf(before, zone);
        Instant second = period.endOf(first, zone);

        check(first.equals(period.startOf(change, zone)), period, change, zone);
        check(first.isAfter(before) && second.isAfter(first), period, change, zone);
        check(period.startOf(second.minusNanos(1), zone).equals(first), period, change, zone);
    }

    /** Told from the civil date and time alone, without the arithmetic of the periods. */
    private static void assertAligned(QuotaPeriod period, Instant start, ZoneId zone) {
        boolean aligned =
                switch (period.toString()) {
                    case "minute" -> start.atZone(zone).getSecond() == 0 || isChange(start, zone);
                    case "hour" ->
                        start.atZone(zone).toLocalTime().toSecondOfDay() % 3600 == 0 || isChange(start, zone);
                    default -> newDates(start, zone).anyMatch(date -> isFirstDate(period, date));
                };
        check(aligned, period, start, zone);
    }

    /** The date that begins at an instant, and those that the zone skipped before it (Apia, Kiritimati). */
    private static Stream<LocalDate> newDates(Instant start, ZoneId zone) {
        LocalDate dateBefore = LocalDate.ofInstant(start.minusNanos(1), zone);
        LocalDate date = LocalDate.ofInstant(start, zone);
        return dateBefore.isBefore(date) ? dateBefore.plusDays(1).datesUntil(date.plusDays(1)) : Stream.empty();
    }

    private static boolean isFirstDate(QuotaPeriod period, LocalDate date) {
        return switch (period.toString()) {
            case "day" -> true;
            case "week" -> date.getDayOfWeek().getValue() == 1;
            case "month" -> date.getDayOfMonth() == 1;
            case "quarter" -> date.getDayOfMonth() == 1 && date.getMonthValue() % 3 == 1;
            case "year" -> date.getDayOfYear() == 1;
            case "month@15" -> date.getDayOfMonth() == 15;
            case "month@31" -> date.getDayOfMonth() == date.lengthOfMonth();
            default -> throw new IllegalArgumentException(period.toString());
        };
    }

    private static boolean isChange(Instant instant, ZoneId zone) {
        return !zone.getRules().getOffset(instant).equals(zone.getRules().getOffset(instant.minusNanos(1)));
    }

    private static Stream<Instant> around(Instant change) {
        Stream<Instant> at = Stream.of(change.minusNanos(1), change, change.plusNanos(1));
        Stream<Instant> near = IntStream.of(-1500, -90, -30, 30, 90, 1500)
                .mapToObj(minutes -> change.plus(Duration.ofMinutes(minutes)));
        return Stream.concat(at, near);
    }

    private static Collection<Clocks> distinctClocks() {
        Map<List<ZoneOffsetTransition>, Clocks> distinct = new HashMap<>();
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(id);
            List<ZoneOffsetTransition> changes = changesOf(zone);
            distinct.computeIfAbsent(
                    changes,
                    key -> new Clocks(
                            zone,
                            key.stream().map(ZoneOffsetTransition::getInstant).toList()));
        }
        return distinct.values();
    }

    private static List<ZoneOffsetTransition> changesOf(ZoneId zone) {
        List<ZoneOffsetTransition> changes = new ArrayList<>();
        ZoneOffsetTransition change = zone.getRules().nextTransition(FROM);
        while (change != null && change.getInstant().isBefore(TO)) {
            changes.add(change);
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return changes;
    }

    /** AssertJ would take minutes for these millions of checks. */
    private static void check(boolean holds, QuotaPeriod period, Instant instant, ZoneId zone) {
        if (!holds) {
            throw new AssertionError(period + " at " + instant + " in " + zone + " begins "
                    + period.startOf(instant, zone) + " and ends " + period.endOf(instant, zone));
        }
    }
}
