// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long a quota counts before it starts again. Immutable.
 *
 * <p>A window is half-open, {@code [start, end)}: at its end exactly, the next has begun. Calendar windows follow the
 * civil time of a zone, so a day may last 23 or 25 hours, and the windows of a period tile time without gap or overlap:
 * the hour in which clocks change ends at the change where it does not end at a full hour.
 *
 * <ul>
 *   <li>{@link #MINUTE}, {@link #HOUR}, {@link #DAY}, {@link #WEEK} (from Monday), {@link #MONTH}, {@link #QUARTER},
 *       {@link #YEAR} are aligned with the calendar.
 *   <li>{@link #days days(n)} lasts n days from 00:00 of the day of first counted use; the next begins with the first
 *       counted use after its end.
 *   <li>{@link #hours hours(n)} and {@link #minutes minutes(n)} last n hours or minutes from the instant of first
 *       counted use; the next begins with the first counted use after their end.
 *   <li>{@link #ONCE} is one window that begins with first counted use and never ends: a trial, a lifetime.
 *   <li>{@link #INFLIGHT} is not a span of time: it limits the units held by calls that run at once.
 *   <li>{@link #monthFrom monthFrom(d)} is a month that begins on day d, or on the last day of shorter months. Its unit
 *       is {@code month}: the day is a rule of the window, not part of the counter's identity.
 * </ul>
 *
 * <p>JSON-B writes and reads it as the text of {@link #toString}.
 */
@JsonbTypeAdapter(Json.OfPeriod.class)
public final class QuotaPeriod implements Serializable {

    private static final long serialVersionUID = 1L;

    /** From each full minute. */
    public static final QuotaPeriod MINUTE = timed("minute", ChronoUnit.MINUTES);

    /** From each full hour. */
    public static final QuotaPeriod HOUR = timed("hour", ChronoUnit.HOURS);

    /** From 00:00. */
    public static final QuotaPeriod DAY = dated("day", Function.identity(), date -> date.plusDays(1));

    /** From Monday 00:00. */
    public static final QuotaPeriod WEEK = dated(
            "week",
            date -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
            monday -> monday.plusWeeks(1));

    /** From the 1st of the month, 00:00. */
    public static final QuotaPeriod MONTH = monthOn("month", 1);

    /** From the 1st of January, April, July and October, 00:00. */
    public static final QuotaPeriod QUARTER =
            dated("quarter", date -> date.with(IsoFields.DAY_OF_QUARTER, 1), first -> first.plusMonths(3));

    /** From the 1st of January, 00:00. */
    public static final QuotaPeriod YEAR = dated("year", date -> date.withDayOfYear(1), first -> first.plusYears(1));

    /** The end of a window that never ends: {@code Instant.ofEpochMilli(Long.MAX_VALUE)}. */
    public static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** One window from first counted use on, which never ends. */
    public static final QuotaPeriod ONCE = new QuotaPeriod("once", "once", new FromUse(start -> NEVER));

    /**
     * No span of time: the units held by calls that run now. It is for {@link QuotaRegistry#reserve} alone; nothing is
     * ever counted, and it never resets.
     */
    public static final QuotaPeriod INFLIGHT = new QuotaPeriod("inflight", "inflight", new FromUse(start -> NEVER));

    /** The longest period of {@link #days}, in days: a hundred years. */
    public static final int MAX_DAYS = 36_500;

    /** The longest period of {@link #hours}, in hours: a year. */
    public static final int MAX_HOURS = 8_760;

    /** The longest period of {@link #minutes}, in minutes: a year. */
    public static final int MAX_MINUTES = 525_600;

    private static final Map<String, QuotaPeriod> NAMED = Stream.of(
                    MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER, YEAR, ONCE, INFLIGHT)
            .collect(Collectors.toUnmodifiableMap(QuotaPeriod::toString, Function.identity()));

    /** A number without a unit is days. */
    private static final Pattern NUMBER = Pattern.compile("([1-9][0-9]{0,5})(d|h|min)?");

    private static final Pattern MONTH_FROM = Pattern.compile("month@([1-9][0-9]?)");

    private final String text;
    private final String unit;
    private final transient Rule rule;

    private QuotaPeriod(String text, String unit, Rule rule) {
        this.text = text;
        this.unit = unit;
        this.rule = rule;
    }

    /**
     * A period of days that begins with first use.
     *
     * @param days 1 to {@link #MAX_DAYS}
     * @return the period
     */
    public static QuotaPeriod days(int days) {
        requireRange("days", days, MAX_DAYS);
        return dated(days + "d", Function.identity(), date -> date.plusDays(days));
    }

    /**
     * A period of hours that begins with first use.
     *
     * @param hours 1 to {@link #MAX_HOURS}
     * @return the period
     */
    public static QuotaPeriod hours(int hours) {
        requireRange("hours", hours, MAX_HOURS);
        return fromUse(hours + "h", Duration.ofHours(hours));
    }

    /**
     * A period of minutes that begins with first use.
     *
     * @param minutes 1 to {@link #MAX_MINUTES}
     * @return the period
     */
    public static QuotaPeriod minutes(int minutes) {
        requireRange("minutes", minutes, MAX_MINUTES);
        return fromUse(minutes + "min", Duration.ofMinutes(minutes));
    }

    /**
     * A month that begins on a day of the month; in shorter months, on their last day.
     *
     * @param day 1 to 31; 1 is {@link #MONTH}
     * @return the period
     */
    public static QuotaPeriod monthFrom(int day) {
        if (day < 1 || day > 31) {
            throw new IllegalArgumentException("day is " + day + "; use 1 to 31");
        }
        return day == 1 ? MONTH : monthOn("month@" + day, day);
    }

    /**
     * Reads a period: the name of a calendar period, {@code once}, {@code inflight}, a number of days with or without
     * {@code d}, of hours with {@code h} or of minutes with {@code min}, or {@code month@} and a day.
     *
     * @param text {@code month}, {@code 30d}, {@code 30}, {@code 5h}, {@code 90min}, {@code once}, {@code month@15}, …
     * @return the period
     * @throws IllegalArgumentException if it is anything else; nothing is trimmed, and case matters
     */
    public static QuotaPeriod parse(String text) {
        Objects.requireNonNull(text, "text");
        QuotaPeriod named = NAMED.get(text);
        return named != null ? named : numbered(text).or(() -> monthFrom(text)).orElseThrow(() -> unreadable(text));
    }

    private static Optional<QuotaPeriod> numbered(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(matcher.group(1));
        return switch (matcher.group(2) == null ? "d" : matcher.group(2)) {
            case "h" -> number > MAX_HOURS ? Optional.empty() : Optional.of(hours(number));
            case "min" -> number > MAX_MINUTES ? Optional.empty() : Optional.of(minutes(number));
            default -> number > MAX_DAYS ? Optional.empty() : Optional.of(days(number));
        };
    }

    private static Optional<QuotaPeriod> monthFrom(String text) {
        Matcher matcher = MONTH_FROM.matcher(text);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) <= 31
                ? Optional.of(monthFrom(Integer.parseInt(matcher.group(1))))
                : Optional.empty();
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("period is \"" + text
                + "\"; use minute, hour, day, week, month, quarter, year, once, inflight, a number of days such as"
                + " 30d (1 to "
                + MAX_DAYS + "), of hours such as 5h (1 to " + MAX_HOURS + ") or of minutes such as 90min (1 to "
                + MAX_MINUTES + "), or a month from a day such as month@15 (1 to 31)");
    }

    private static void requireRange(String what, int number, int max) {
        if (number < 1 || number > max) {
            throw new IllegalArgumentException(what + " is " + number + "; use 1 to " + max);
        }
    }

    /**
     * The part of the period that identifies a counter and names a policy.
     *
     * @return {@code month} for every month whatever its first day, else as {@link #toString}
     */
    public String unit() {
        return unit;
    }

    /**
     * The first instant of the window that contains an instant. For a period that begins with
     * first use, of the window that a first use at this instant opens.
     *
     * @param instant the instant
     * @param zone the zone whose calendar counts
     * @return the start, at or before the instant
     */
    public Instant startOf(Instant instant, ZoneId zone) {
        return rule.startOf(instant, zone);
    }

    /**
     * The first instant after the window that contains an instant. For a period that begins with
     * first use, of the window that a first use at this instant opens.
     *
     * @param instant the instant
     * @param zone the zone whose calendar counts
     * @return the end, after the instant; {@link #NEVER} for {@link #ONCE} and {@link #INFLIGHT}
     */
    public Instant endOf(Instant instant, ZoneId zone) {
        return rule.endOf(instant, zone);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuotaPeriod period && text.equals(period.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /**
     * What {@link #parse} reads.
     *
     * @return {@code month}, {@code 30d}, {@code month@15}, …
     */
    @Override
    public String toString() {
        return text;
    }

    private Object readResolve() {
        return parse(text);
    }

    private static QuotaPeriod timed(String text, ChronoUnit unit) {
        return new QuotaPeriod(text, text, new Timed(unit));
    }

    private static QuotaPeriod fromUse(String text, Duration length) {
        return new QuotaPeriod(text, text, new FromUse(start -> start.plus(length)));
    }

    private static QuotaPeriod dated(
            String text, Function<LocalDate, LocalDate> first, Function<LocalDate, LocalDate> next) {
        return new QuotaPeriod(text, text, new Dated(first, next));
    }

    private static QuotaPeriod monthOn(String text, int day) {
        Dated rule = new Dated(
                date -> date.isBefore(clamped(YearMonth.from(date), day))
                        ? clamped(YearMonth.from(date).minusMonths(1), day)
                        : clamped(YearMonth.from(date), day),
                first -> clamped(YearMonth.from(first).plusMonths(1), day));
        return new QuotaPeriod(text, "month", rule);
    }

    private static LocalDate clamped(YearMonth month, int day) {
        return month.atDay(Math.min(day, month.lengthOfMonth()));
    }

    /** How windows lie. */
    private sealed interface Rule {

        Instant startOf(Instant instant, ZoneId zone);

        Instant endOf(Instant instant, ZoneId zone);
    }

    /**
     * Windows between dates: {@code first} answers the first date of a date's window, {@code next} that of the one
     * after.
     */
    private record Dated(Function<LocalDate, LocalDate> first, Function<LocalDate, LocalDate> next) implements Rule {

        @Override
        public Instant startOf(Instant instant, ZoneId zone) {
            return midnight(firstDate(instant, zone), zone);
        }

        @Override
        public Instant endOf(Instant instant, ZoneId zone) {
            return midnight(next.apply(firstDate(instant, zone)), zone);
        }

        /**
         * Clocks put back across midnight show yesterday's date after today's window has begun; time goes on, so the
         * later window holds.
         */
        private LocalDate firstDate(Instant instant, ZoneId zone) {
            LocalDate date = LocalDate.ofInstant(instant, zone);
            LocalDate tomorrow = date.plusDays(1);
            return first.apply(midnight(tomorrow, zone).isAfter(instant) ? date : tomorrow);
        }

        private static Instant midnight(LocalDate date, ZoneId zone) {
            return date.atStartOfDay(zone).toInstant();
        }
    }

    /** Windows between full minutes or hours of civil time; a change of the offset ends one, too. */
    private record Timed(ChronoUnit unit) implements Rule {

        @Override
        public Instant startOf(Instant instant, ZoneId zone) {
            Instant full =
                    instant.atZone(zone).toOffsetDateTime().truncatedTo(unit).toInstant();
            ZoneOffsetTransition change = zone.getRules().previousTransition(instant.plusNanos(1));
            return change != null && change.getInstant().isAfter(full) ? change.getInstant() : full;
        }

        @Override
        public Instant endOf(Instant instant, ZoneId zone) {
            Instant full = instant.atZone(zone)
                    .toOffsetDateTime()
                    .truncatedTo(unit)
                    .toInstant()
                    .plus(1, unit);
            ZoneOffsetTransition change = zone.getRules().nextTransition(instant);
            return change != null && change.getInstant().isBefore(full) ? change.getInstant() : full;
        }
    }

    /** Windows from the millisecond of first use, the unit in which windows are stored; no clock or zone matters. */
    private record FromUse(UnaryOperator<Instant> end) implements Rule {

        @Override
        public Instant startOf(Instant instant, ZoneId zone) {
            return instant.truncatedTo(ChronoUnit.MILLIS);
        }

        @Override
        public Instant endOf(Instant instant, ZoneId zone) {
            return end.apply(startOf(instant, zone));
        }
    }
}
