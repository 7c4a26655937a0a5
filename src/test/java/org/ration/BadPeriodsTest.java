// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.ration.testing.Effort;
import org.ration.testing.Scrawl;

/** Whatever is written as a period: a period that reads itself and has windows, or an IllegalArgumentException. */
class BadPeriodsTest {

    /** As the contract has them. */
    private static final String LEGAL =
            "minute|hour|day|week|month|quarter|year|once|[1-9][0-9]{0,4}d?|[1-9][0-9]{0,3}h|[1-9][0-9]{0,5}min"
                    + "|month@([1-9]|[12][0-9]|3[01])";

    private static final List<String> PIECES = List.of(
            "minute", "hour", "day", "week", "month", "quarter", "year", "d", "@", "15", "31", "32", "00", "7d",
            "month@", "１", "Month", "366", "3650", "1_0", "+", "h", "min", "once", "5h");

    private static final Instant NOW = Instant.parse("2026-03-29T01:30:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @Test
    void arePeriodsOrRefused() {
        assertThat(legal(Effort.of(50_000, 1_000_000), QuotaPeriod::parse))
                .as("legal periods among them")
                .isPositive();
    }

    @Test
    void aReaderThatIsWrongIsNoticed() {
        assertNoticed(text -> text.contains("d") ? QuotaPeriod.days(Integer.parseInt(text)) : QuotaPeriod.parse(text));
        assertNoticed(text -> QuotaPeriod.parse(text.strip()));
        assertNoticed(text -> QuotaPeriod.parse(text.toLowerCase(Locale.ROOT)));
    }

    /** How many of so many texts are read as periods. */
    private static int legal(int texts, Function<String, QuotaPeriod> reader) {
        Scrawl scrawl = new Scrawl(5, PIECES);
        int legal = 0;
        for (int i = 0; i < texts; i++) {
            String text = scrawl.next();
            try {
                QuotaPeriod period = reader.apply(text);
                assertThat(text).as("read as %s", period).matches(LEGAL);
                assertThat(QuotaPeriod.parse(period.toString())).isEqualTo(period);
                assertThat(period.unit()).hasSizeLessThanOrEqualTo(16);
                assertThat(period.startOf(NOW, ZONE)).isBeforeOrEqualTo(NOW);
                assertThat(period.endOf(NOW, ZONE)).isAfter(NOW);
                legal++;
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).contains("period");
            }
        }
        return legal;
    }

    private static void assertNoticed(Function<String, QuotaPeriod> wrong) {
        assertThatThrownBy(() -> legal(50_000, wrong)).isInstanceOf(AssertionError.class);
    }
}
