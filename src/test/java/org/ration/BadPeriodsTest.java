package org.ration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ration.testing.Effort;
import org.ration.testing.Scrawl;

/** Whatever is written as a period: a period that reads itself and has windows, or an IllegalArgumentException. */
class BadPeriodsTest {

    private static final List<String> PIECES = List.of(
            "minute", "hour", "day", "week", "month", "quarter", "year", "d", "@", "15", "31", "32", "00", "7d",
            "month@", "１", "Month", "366", "3650", "1_0", "+");

    @Test
    void arePeriodsOrRefused() {
        Scrawl scrawl = new Scrawl(5, PIECES);
        Instant now = Instant.parse("2026-03-29T01:30:00Z");
        ZoneId zone = ZoneId.of("Europe/Berlin");
        int legal = 0;
        for (int i = 0; i < Effort.of(50_000, 1_000_000); i++) {
            String text = scrawl.next();
            try {
                QuotaPeriod period = QuotaPeriod.parse(text);
                assertThat(QuotaPeriod.parse(period.toString())).isEqualTo(period);
                assertThat(period.unit()).hasSizeLessThanOrEqualTo(16);
                assertThat(period.startOf(now, zone)).isBeforeOrEqualTo(now);
                assertThat(period.endOf(now, zone)).isAfter(now);
                legal++;
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).contains("period");
            }
        }
        assertThat(legal).as("legal periods among them").isPositive();
    }
}
