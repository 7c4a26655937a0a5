// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.admin.AccountFilter;
import org.ration.admin.AccountRef;
import org.ration.admin.AccountSort;
import org.ration.admin.QuotaAdministration;
import org.ration.admin.Signature;

/**
 * Tells the past of some invented customers, once, so that operators have something to look at: months of use, and what
 * was done about it. It charges and acts by the same methods as any application, at times that are over.
 */
@WebListener
public class Past implements ServletContextListener {

    private static final QuotaPolicy TILES =
            QuotaPolicy.of(30, QuotaPeriod.DAY).withScope("tiles").withBlock(false);
    private static final QuotaPolicy FEW_TILES = TILES.withLimit(3);
    private static final QuotaPolicy EXPORTS =
            QuotaPolicy.of(200, QuotaPeriod.MONTH).withScope("exports").withBlock(false);
    private static final QuotaPolicy FEW_EXPORTS = EXPORTS.withLimit(20);
    private static final QuotaPolicy UPLOADS =
            QuotaPolicy.of(20, QuotaPeriod.DAY).withScope("uploads").withBlock(false);

    private static final int DAYS = 45;
    private static final int MONTHS = 14;

    /** So many days ago. */
    private static final int RAISED = 18;

    private static final int CORRECTED = 9;

    @Inject
    private QuotaRegistry quotas;

    @Inject
    private QuotaAdministration administration;

    @Inject
    private DemoClock clock;

    private final SplittableRandom chance = new SplittableRandom(7);

    @Override
    public void contextInitialized(ServletContextEvent started) {
        if (administration.count(AccountFilter.ALL).matching() > 0) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        try {
            for (int month = MONTHS; month > 0; month--) {
                tellMonth(today.minusMonths(month).withDayOfMonth(20), MONTHS - month);
            }
            for (int day = DAYS; day > 0; day--) {
                tellDay(today.minusDays(day), day);
            }
        } finally {
            clock.go();
        }
        tellToday();
    }

    /** Exports grow from month to month; one customer stays small, and one has left. */
    private void tellMonth(LocalDate day, int month) {
        clock.stand(at(day, 15));
        charge("north-atlas", EXPORTS, 70 + 9 * month + chance.nextInt(15));
        charge("harbour-pilots", EXPORTS, 40 + chance.nextInt(80));
        charge("school-of-maps", FEW_EXPORTS, Math.min(20, 8 + chance.nextInt(18)));
        if (month < MONTHS - 5) {
            charge("old-mill-walks", FEW_EXPORTS, 3 + chance.nextInt(6));
        }
        if (month == MONTHS - 4) {
            grantForAnExhibition();
        }
    }

    private void tellDay(LocalDate day, int before) {
        boolean weekend = day.getDayOfWeek().getValue() > 5;
        clock.stand(at(day, 16));
        if (before == RAISED) {
            raiseTheLimitOfTheNorth();
        }
        charge("north-atlas", TILES, before > RAISED ? 24 + chance.nextInt(7) : 34 + chance.nextInt(22));
        charge("harbour-pilots", TILES, weekend ? 2 + chance.nextInt(4) : 14 + chance.nextInt(12));
        charge("harbour-pilots", UPLOADS, weekend ? 1 : 5 + chance.nextInt(11));
        charge("summit-guides", TILES, weekend ? 22 + chance.nextInt(9) : 3 + chance.nextInt(8));
        charge("school-of-maps", FEW_TILES, 1 + chance.nextInt(3));
        if (before == CORRECTED) {
            correctWhatWasCountedTwice();
        }
    }

    private void grantForAnExhibition() {
        administration.grant(
                account("school-of-maps", EXPORTS), 10, new Signature("otto", "Exhibition week, agreed with sales"));
        charge("school-of-maps", FEW_EXPORTS, 9);
    }

    private void raiseTheLimitOfTheNorth() {
        AccountRef north = account("north-atlas", TILES);
        Instant trial = clock.instant().plus(Duration.ofDays(7));
        administration.overrideLimit(north, 45, Optional.of(trial), new Signature("otto", "Trial of the winter maps"));
        clock.stand(clock.instant().plus(Duration.ofHours(2)));
        administration.overrideLimit(
                north, 60, Optional.empty(), new Signature("olga", "Ticket 4711: they bought the winter maps"));
    }

    private void correctWhatWasCountedTwice() {
        AccountRef harbour = account("harbour-pilots", UPLOADS);
        administration.correct(harbour, -1, new Signature("olga", "An upload of theirs was counted twice"));
    }

    private void tellToday() {
        charge("north-atlas", TILES, 41);
        charge("north-atlas", EXPORTS, 168);
        charge("harbour-pilots", TILES, 26);
        charge("harbour-pilots", UPLOADS, 7);
        charge("harbour-pilots", EXPORTS, 31);
        charge("summit-guides", TILES, 30);
        charge("school-of-maps", FEW_TILES, 1);
        charge("school-of-maps", FEW_EXPORTS, 20);
    }

    private void charge(String customer, QuotaPolicy policy, long units) {
        quotas.consume(key(customer), policy, units);
    }

    /** Whatever was done to it before: nobody else acts here. */
    private AccountRef account(String customer, QuotaPolicy policy) {
        AccountFilter filter = AccountFilter.ALL.withKey(key(customer)).withScope(policy.scope());
        return AccountRef.of(administration
                .find(filter, AccountSort.KEY, false, 0, 1)
                .accounts()
                .get(0)
                .id());
    }

    private String key(String customer) {
        return quotas.key("customer:{request.customer}", customer);
    }

    private static Instant at(LocalDate day, int hour) {
        return day.atTime(hour, 0).toInstant(ZoneOffset.UTC);
    }
}
