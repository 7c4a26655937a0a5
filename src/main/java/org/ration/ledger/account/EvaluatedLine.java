// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaPolicy;

/**
 * A line with its account. {@link #refuses} and {@link #overflows} have a copy in SQL, {@code FITS} of
 * {@code PostgreSqlDialect}; {@code ModelTest} and {@code LedgerTest} compare both.
 *
 * @param line the line
 * @param account its account
 * @param unused whether the account has no row yet
 * @param refuses whether the account has no room for it, or too many holds
 * @param tooManyHolds whether the account has too many holds
 */
record EvaluatedLine(ChargeLine line, Account account, boolean unused, boolean refuses, boolean tooManyHolds) {

    static EvaluatedLine of(ChargeLine line, @Nullable Account row, Instant now, int maxHolds) {
        Account account = row == null ? Account.unused(line.ids(), line.charge()) : row;
        boolean tooManyHolds =
                line.policy().block() && line.isHeld() && account.holds().number() >= maxHolds;
        boolean refuses = tooManyHolds || refuses(line, account, now);
        return new EvaluatedLine(line, account, row == null, refuses, tooManyHolds);
    }

    /** Whether an account has no room for a line. */
    static boolean refuses(ChargeLine line, Account account, Instant now) {
        return line.policy().block() && line.isCostly() && line.cost() > room(line, account, now);
    }

    /** The units that can still be taken; negative where more is held than is left. Cannot overflow. */
    private static long room(ChargeLine line, Account account, Instant now) {
        long limit = account.limitInForce(line.policy().limit(), now);
        return Math.max(0, limit - account.used(now)) - account.reserved(now);
    }

    QuotaPolicy policy() {
        return line.policy();
    }

    boolean isMissing() {
        return unused && line.isMarked();
    }

    boolean opensWindow(Instant now) {
        return line.isMarked() && !account.isOpen(now);
    }

    /** Whether the counter is too full for the units. */
    boolean overflows(Instant now) {
        return account.used(now) + account.reserved(now) > Long.MAX_VALUE - line.cost();
    }

    /**
     * Whether it fits at a later instant, if until then nothing is charged or adjusted, and all holds end with the
     * first.
     */
    boolean fitsAt(Instant later) {
        return !policy().block()
                || !line.isCostly()
                || line.cost()
                        <= Math.max(0, account.limitInForce(policy().limit(), later) - account.used(later))
                                - account.stillReserved(later);
    }

    /** When it may find another limit or another count: the override ends, the first hold, and the window. */
    Stream<Instant> turningPoints(Instant now) {
        Optional<Instant> override =
                account.limit().isOverridden(now) ? account.limit().overrideEnd() : Optional.empty();
        Optional<Instant> hold =
                account.isOpen(now) && !account.isInflight() ? account.holds().firstEnd() : Optional.empty();
        Optional<Instant> reset = Optional.of(account.usage(policy(), now).resetAt());
        return Stream.of(override, hold, reset).flatMap(Optional::stream);
    }

    /** Whether the account stands alike at two instants, and with the same usage. */
    boolean isAlikeAt(Instant one, Instant other) {
        return account.isAlikeAt(one, other) && account.usage(policy(), one).equals(account.usage(policy(), other));
    }
}
