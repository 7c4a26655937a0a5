// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.AccountRules;
import org.ration.ledger.account.ClockMargin;
import org.ration.ledger.account.Thresholds;
import org.ration.ledger.account.TimeBounds;

/**
 * The settings of the ledger.
 *
 * @param clock the clock by which charges are counted
 * @param systemClock whether that is the system's clock, and not one of the application's
 * @param connections the most database connections in use at once, at least 1
 * @param timeout the longest wait for a connection and a lock together
 * @param waiting the most requests that wait on this node, at least 1
 * @param rules the rules for every account
 * @param tables the settings of its tables
 * @param zone the zone of policies that name none
 */
public record LedgerSettings(
        Clock clock,
        boolean systemClock,
        int connections,
        Duration timeout,
        int waiting,
        AccountRules rules,
        TableSettings tables,
        ZoneId zone) {

    /** How many requests wait on a node at most, unless it is set otherwise. */
    public static final int DEFAULT_WAITING = 100_000;

    /** Refuses nulls, fewer than one connection or request, and a timeout that is not positive. */
    public LedgerSettings {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(tables, "tables");
        Objects.requireNonNull(zone, "zone");
        if (connections < 1) {
            throw new IllegalArgumentException("connections is " + connections + "; use at least 1");
        }
        if (waiting < 1) {
            throw new IllegalArgumentException("waiting is " + waiting + "; use at least 1");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout is " + timeout + "; use more than zero");
        }
    }

    /** Settings with the default rules of accounts. */
    public LedgerSettings(
            Clock clock,
            boolean systemClock,
            int connections,
            Duration timeout,
            int waiting,
            TableSettings tables,
            ZoneId zone) {
        this(clock, systemClock, connections, timeout, waiting, AccountRules.DEFAULT, tables, zone);
    }

    /** The same settings with another bound of holds. */
    public LedgerSettings withMaxHolds(int holds) {
        return with(new AccountRules(holds, rules.thresholds()));
    }

    /** The same settings with other thresholds. */
    public LedgerSettings withThresholds(Thresholds thresholds) {
        return with(new AccountRules(rules.maxHolds(), thresholds));
    }

    private LedgerSettings with(AccountRules other) {
        return new LedgerSettings(clock, systemClock, connections, timeout, waiting, other, tables, zone);
    }

    /**
     * Settings of an application without a namespace, whose zone is UTC, with the defaults for requests that wait and
     * for holds.
     *
     * @param clock the clock by which charges are counted
     * @param systemClock whether that is the system's clock
     * @param connections the most database connections in use at once
     * @param timeout the longest wait
     * @param createSchema whether to create tables that are missing
     * @param secretCheck a value that differs between secrets
     */
    public LedgerSettings(
            Clock clock,
            boolean systemClock,
            int connections,
            Duration timeout,
            boolean createSchema,
            String secretCheck) {
        this(
                clock,
                systemClock,
                connections,
                timeout,
                DEFAULT_WAITING,
                new TableSettings(createSchema, secretCheck, AccountIds.UNNAMED),
                ZoneOffset.UTC);
    }

    /** The ids of accounts and keys. */
    public AccountIds ids() {
        return tables.ids();
    }

    /** The namespace of the application; empty for none. */
    public String namespace() {
        return ids().namespace();
    }

    /** The policy with a zone: its own, or the setting's. */
    public QuotaPolicy zoned(QuotaPolicy policy) {
        return policy.zone().isPresent() ? policy : policy.withZone(zone);
    }

    /**
     * The time, as precise as the tables keep it.
     *
     * @throws QuotaStoreException not charged, if the clock fails: it is read before anything is written, or within a
     *     transaction that is rolled back then
     */
    public Instant now() {
        try {
            return TimeBounds.require("the time", clock.instant()).truncatedTo(ChronoUnit.MILLIS);
        } catch (RuntimeException failed) {
            throw QuotaStoreException.notCharged(
                    "the clock " + clock.getClass().getName() + " returns no usable time; nothing has been charged",
                    failed);
        }
    }

    /**
     * The instant by which holds have come to their end: a system clock ahead of the database's must not end those of
     * other nodes early. An application's own clock is believed.
     *
     * @param now the time
     * @param databaseMillis the database's own
     * @return the earlier of the two
     */
    public Instant holdsEndedBy(Instant now, LongSupplier databaseMillis) {
        if (!systemClock) {
            return now;
        }
        Instant database = Instant.ofEpochMilli(databaseMillis.getAsLong());
        return database.isBefore(now) ? database : now;
    }

    /**
     * The last instant of which every node knows that it is over; an application's own clock is believed.
     *
     * @param database the database's own time
     * @return an hour before the time, or before the database's where that is earlier
     */
    public Instant over(Instant database) {
        return systemClock ? ClockMargin.over(now(), database) : now().minus(ClockMargin.MAX);
    }
}
