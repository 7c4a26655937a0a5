// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaPeriodTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "minute,   2026-11-18T13:45:00Z, 2026-11-18T13:46:00Z",
        "hour,     2026-11-18T13:00:00Z, 2026-11-18T14:00:00Z",
        "day,      2026-11-18T00:00:00Z, 2026-11-19T00:00:00Z",
        "week,     2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
        "month,    2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "quarter,  2026-10-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "year,     2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "1d,       2026-11-18T00:00:00Z, 2026-11-19T00:00:00Z",
        "7d,       2026-11-18T00:00:00Z, 2026-11-25T00:00:00Z",
        "30d,      2026-11-18T00:00:00Z, 2026-12-18T00:00:00Z",
        "month@15, 2026-11-15T00:00:00Z, 2026-12-15T00:00:00Z",
        "month@19, 2026-10-19T00:00:00Z, 2026-11-19T00:00:00Z",
        "month@31, 2026-10-31T00:00:00Z, 2026-11-30T00:00:00Z",
    })
    void laysTheWindowAroundAnInstant(String period, Instant start, Instant end) {
        Instant wednesday = Instant.parse("2026-11-18T13:45:07.890Z");

        QuotaPeriod parsed = QuotaPeriod.parse(period);

        assertThat(parsed.startOf(wednesday, ZoneOffset.UTC)).isEqualTo(start);
        assertThat(parsed.endOf(wednesday, ZoneOffset.UTC)).isEqualTo(end);
    }

    @Test
    void beginsTheNextWindowAtTheEndExactly() {
        Instant end = Instant.parse("2026-12-01T00:00:00Z");

        assertThat(QuotaPeriod.MONTH.endOf(end.minusNanos(1), ZoneOffset.UTC)).isEqualTo(end);
        assertThat(QuotaPeriod.MONTH.startOf(end, ZoneOffset.UTC)).isEqualTo(end);
    }

    @Test
    void followsTheCalendarOfTheZone() {
        Instant lateInUtc = Instant.parse("2026-10-31T23:30:00Z");

        assertThat(QuotaPeriod.MONTH.startOf(lateInUtc, ZoneOffset.UTC)).isEqualTo("2026-10-01T00:00:00Z");
        assertThat(QuotaPeriod.MONTH.startOf(lateInUtc, BERLIN)).isEqualTo("2026-10-31T23:00:00Z");
    }

    @Test
    void makesADayOf23HoursInSpringAndOf25InAutumn() {
        Instant spring = Instant.parse("2026-03-29T12:00:00Z");
        Instant autumn = Instant.parse("2026-10-25T12:00:00Z");

        assertThat(QuotaPeriod.DAY.startOf(spring, BERLIN)).isEqualTo("2026-03-28T23:00:00Z");
        assertThat(QuotaPeriod.DAY.endOf(spring, BERLIN)).isEqualTo("2026-03-29T22:00:00Z");
        assertThat(QuotaPeriod.DAY.startOf(autumn, BERLIN)).isEqualTo("2026-10-24T22:00:00Z");
        assertThat(QuotaPeriod.DAY.endOf(autumn, BERLIN)).isEqualTo("2026-10-25T23:00:00Z");
    }

    @Test
    void countsTheRepeatedHourAsTwoHours() {
        Instant firstTwoOClock = Instant.parse("2026-10-25T00:30:00Z");
        Instant secondTwoOClock = Instant.parse("2026-10-25T01:30:00Z");

        assertThat(QuotaPeriod.HOUR.endOf(firstTwoOClock, BERLIN)).isEqualTo("2026-10-25T01:00:00Z");
        assertThat(QuotaPeriod.HOUR.startOf(secondTwoOClock, BERLIN)).isEqualTo("2026-10-25T01:00:00Z");
    }

    @Test
    void endsAnHourAtAChangeOfHalfAnHour() {
        ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe");
        Instant change = Instant.parse("2026-04-04T15:00:00Z");

        assertThat(QuotaPeriod.HOUR.startOf(change, lordHowe)).isEqualTo(change);
        assertThat(QuotaPeriod.HOUR.endOf(change, lordHowe)).isEqualTo("2026-04-04T15:30:00Z");
    }

    @Test
    void passesOverADateThatAZoneSkipped() {
        ZoneId apia = ZoneId.of("Pacific/Apia");
        Instant dayBefore = Instant.parse("2011-12-30T05:00:00Z");
        Instant skip = Instant.parse("2011-12-30T10:00:00Z");

        assertThat(QuotaPeriod.DAY.endOf(dayBefore, apia)).isEqualTo(skip);
        assertThat(QuotaPeriod.DAY.startOf(skip, apia)).isEqualTo(skip);
        assertThat(QuotaPeriod.DAY.endOf(skip, apia)).isEqualTo("2011-12-31T10:00:00Z");
    }

    @Test
    void doesNotReturnToYesterdayWhenClocksGoBackAcrossMidnight() {
        ZoneId saintJohns = ZoneId.of("America/St_Johns");
        Instant clocksShowYesterdayAgain = Instant.parse("2010-11-07T02:45:00Z");

        assertThat(clocksShowYesterdayAgain.atZone(saintJohns).getDayOfMonth()).isEqualTo(6);
        assertThat(QuotaPeriod.DAY.startOf(clocksShowYesterdayAgain, saintJohns))
                .isEqualTo("2010-11-07T02:30:00Z");
        assertThat(QuotaPeriod.DAY.endOf(clocksShowYesterdayAgain, saintJohns)).isEqualTo("2010-11-08T03:30:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-31T00:00:00Z, 2027-01-31T00:00:00Z, 2027-02-28T00:00:00Z",
        "2027-02-27T23:59:59Z, 2027-01-31T00:00:00Z, 2027-02-28T00:00:00Z",
        "2027-02-28T00:00:00Z, 2027-02-28T00:00:00Z, 2027-03-31T00:00:00Z",
        "2028-02-28T12:00:00Z, 2028-01-31T00:00:00Z, 2028-02-29T00:00:00Z",
        "2028-02-29T00:00:00Z, 2028-02-29T00:00:00Z, 2028-03-31T00:00:00Z",
    })
    void clampsTheFirstDayToTheEndOfShorterMonths(Instant instant, Instant start, Instant end) {
        QuotaPeriod period = QuotaPeriod.monthFrom(31);

        assertThat(period.startOf(instant, ZoneOffset.UTC)).isEqualTo(start);
        assertThat(period.endOf(instant, ZoneOffset.UTC)).isEqualTo(end);
    }

    @Test
    void beginsAWindowOfDaysAtMidnightInTheZoneOfFirstUse() {
        Instant firstUse = Instant.parse("2026-03-27T23:30:00Z");

        assertThat(QuotaPeriod.days(7).startOf(firstUse, BERLIN)).isEqualTo("2026-03-27T23:00:00Z");
        assertThat(QuotaPeriod.days(7).endOf(firstUse, BERLIN)).isEqualTo("2026-04-03T22:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "minute",
                "hour",
                "day",
                "week",
                "month",
                "quarter",
                "year",
                "1d",
                "7d",
                "30d",
                "36500d",
                "1h",
                "5h",
                "8760h",
                "1min",
                "90min",
                "525600min",
                "once",
                "inflight",
                "month@2",
                "month@15",
                "month@31"
            })
    void readsWhatItWrites(String text) {
        QuotaPeriod period = QuotaPeriod.parse(text);

        assertThat(period).hasToString(text).isEqualTo(QuotaPeriod.parse(text)).hasSameHashCodeAs(text);
    }

    @Test
    void readsTheConstants() {
        assertThat(QuotaPeriod.parse("minute")).isSameAs(QuotaPeriod.MINUTE);
        assertThat(QuotaPeriod.parse("hour")).isSameAs(QuotaPeriod.HOUR);
        assertThat(QuotaPeriod.parse("day")).isSameAs(QuotaPeriod.DAY);
        assertThat(QuotaPeriod.parse("week")).isSameAs(QuotaPeriod.WEEK);
        assertThat(QuotaPeriod.parse("month")).isSameAs(QuotaPeriod.MONTH);
        assertThat(QuotaPeriod.parse("quarter")).isSameAs(QuotaPeriod.QUARTER);
        assertThat(QuotaPeriod.parse("year")).isSameAs(QuotaPeriod.YEAR);
        assertThat(QuotaPeriod.parse("once")).isSameAs(QuotaPeriod.ONCE);
        assertThat(QuotaPeriod.parse("inflight")).isSameAs(QuotaPeriod.INFLIGHT);
    }

    @Test
    void readsAPlainNumberAsDays() {
        assertThat(QuotaPeriod.parse("7")).isEqualTo(QuotaPeriod.days(7)).hasToString("7d");
    }

    @Test
    void readsTheMonthFromTheFirstAsTheMonth() {
        assertThat(QuotaPeriod.parse("month@1")).isSameAs(QuotaPeriod.MONTH);
        assertThat(QuotaPeriod.monthFrom(1)).isSameAs(QuotaPeriod.MONTH);
    }

    @Test
    void keepsTheFirstDayOutOfTheUnit() {
        assertThat(QuotaPeriod.monthFrom(15).unit()).isEqualTo("month");
        assertThat(QuotaPeriod.MONTH.unit()).isEqualTo("month");
        assertThat(QuotaPeriod.days(30).unit()).isEqualTo("30d");
        assertThat(QuotaPeriod.WEEK.unit()).isEqualTo("week");
    }

    @Test
    void tellsDifferentPeriodsApart() {
        assertThat(QuotaPeriod.days(7)).isNotEqualTo(QuotaPeriod.WEEK).isNotEqualTo(QuotaPeriod.days(8));
        assertThat(QuotaPeriod.monthFrom(15)).isNotEqualTo(QuotaPeriod.MONTH);
        assertThat(QuotaPeriod.DAY).isNotEqualTo(QuotaPeriod.days(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Month",
                "MONTH",
                "months",
                "month ",
                " month",
                "month\n",
                "fortnight",
                "second",
                "decade",
                "0",
                "0d",
                "00d",
                "07d",
                "-7d",
                "+7d",
                " 7 d",
                "7 d",
                "7d ",
                "7D",
                "7dd",
                "d",
                "d7",
                "1_0d",
                "1.5d",
                "7d\n",
                "36501d",
                "36501",
                "99999d",
                "100000d",
                "2147483648d",
                "99999999999999999999d",
                "\u0667d",
                "\uFF17d",
                "month@",
                "month@0",
                "month@00",
                "month@01",
                "month@32",
                "month@99",
                "month@150",
                "month@-1",
                "month@15 ",
                "month@ 15",
                "month@\u0661\u0665",
                "Month@15",
                "week@2",
                "day@1",
                "30d@1",
                "1w",
                "P7D",
                "0h",
                "8761h",
                "05h",
                "5H",
                "5 h",
                "5hours",
                "0min",
                "525601min",
                "90m",
                "90MIN",
                "9999999min",
                "min",
                "h",
                "Once",
                "once@1",
                "null"
            })
    void refusesEverythingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuotaPeriod.parse(text))
                .withMessageStartingWith("period is \"" + text + "\"; use minute, hour, day,")
                .withMessageContaining("30d")
                .withMessageContaining("month@15");
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> QuotaPeriod.parse(null));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 36_501, Integer.MAX_VALUE})
    void refusesDaysOutOfRange(int days) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuotaPeriod.days(days))
                .withMessage("days is " + days + "; use 1 to 36500");
    }

    @Test
    void beginsAWindowOfHoursOrMinutesWithTheMillisecondOfFirstUse() {
        Instant firstUse = Instant.parse("2026-03-29T00:59:59.123456789Z");

        assertThat(QuotaPeriod.hours(5).startOf(firstUse, BERLIN)).isEqualTo("2026-03-29T00:59:59.123Z");
        assertThat(QuotaPeriod.hours(5).endOf(firstUse, BERLIN)).isEqualTo("2026-03-29T05:59:59.123Z");
        assertThat(QuotaPeriod.minutes(90).endOf(firstUse, BERLIN)).isEqualTo("2026-03-29T02:29:59.123Z");
        assertThat(QuotaPeriod.hours(5).unit()).isEqualTo("5h");
        assertThat(QuotaPeriod.hours(1)).isNotEqualTo(QuotaPeriod.minutes(60)).isNotEqualTo(QuotaPeriod.HOUR);
    }

    @Test
    void neverEndsTheWindowOfOnce() {
        Instant firstUse = Instant.parse("2026-03-29T00:59:59.123456789Z");

        assertThat(QuotaPeriod.ONCE.startOf(firstUse, BERLIN)).isEqualTo("2026-03-29T00:59:59.123Z");
        assertThat(QuotaPeriod.ONCE.endOf(firstUse, BERLIN)).isEqualTo(Instant.ofEpochMilli(Long.MAX_VALUE));
        assertThat(QuotaPeriod.ONCE.unit()).isEqualTo("once");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 8_761, Integer.MAX_VALUE})
    void refusesHoursOutOfRange(int hours) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuotaPeriod.hours(hours))
                .withMessage("hours is " + hours + "; use 1 to 8760");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 525_601, Integer.MAX_VALUE})
    void refusesMinutesOutOfRange(int minutes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuotaPeriod.minutes(minutes))
                .withMessage("minutes is " + minutes + "; use 1 to 525600");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 32, Integer.MAX_VALUE})
    void refusesAFirstDayThatNoMonthHas(int day) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuotaPeriod.monthFrom(day))
                .withMessage("day is " + day + "; use 1 to 31");
    }
}
