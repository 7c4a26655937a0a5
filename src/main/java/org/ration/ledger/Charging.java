package org.ration.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaStoreException;

/** Charges lists of charges, all or nothing: one transaction that has all their accounts locked. */
final class Charging {

    /** Missing rows are inserted and then locked; only a purge could take them away in between. */
    private static final int MOST_ATTEMPTS = 4;

    private static final Duration MOST_AHEAD = Duration.ofHours(1);

    private final Clock clock;
    private final boolean systemClock;

    Charging(LedgerSettings settings) {
        this.clock = settings.clock();
        this.systemClock = settings.systemClock();
    }

    /** The time, as precise as the tables keep it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Takes all charges, or none if one of them is refused. */
    QuotaDecision consume(Turn turn, List<QuotaCharge> charges) {
        for (int attempts = 0; attempts < MOST_ATTEMPTS; attempts++) {
            Attempt attempt = turn.change(tables -> attempt(tables, charges));
            if (attempt instanceof Decided decided) {
                return decided.decision();
            }
            ((RowsMissing) attempt).accounts().forEach(turn::addIfMissing);
        }
        throw QuotaStoreException.notCharged("rows of the charge vanish as soon as they are inserted", null);
    }

    /** What {@link #consume} would decide now. Charges nothing and locks nothing. */
    QuotaDecision check(Turn turn, List<QuotaCharge> charges) {
        return turn.read(tables -> new Decision(charges, tables.look(ids(charges)), now()).answer());
    }

    private Outcome<Attempt> attempt(LedgerTables tables, List<QuotaCharge> charges) {
        Map<String, Account> accounts = tables.lock(ids(charges));
        List<Account> missing = missing(charges, accounts);
        if (!missing.isEmpty()) {
            return Outcome.unchanged(new RowsMissing(missing));
        }
        Decision decision = new Decision(charges, accounts, now());
        if (decision.refused()) {
            return Outcome.unchanged(new Decided(decision.answer()));
        }
        decision.lastOpening().ifPresent(start -> requireNotFarAhead(start, tables));
        take(decision, tables);
        return Outcome.changed(new Decided(decision.answer()));
    }

    private static void take(Decision decision, LedgerTables tables) {
        try {
            decision.take().forEach(tables::add);
        } catch (ArithmeticException overflow) {
            throw QuotaStoreException.notCharged(
                    "a counter would pass " + Long.MAX_VALUE + "; nothing has been charged", overflow);
        }
    }

    /** A system clock that runs ahead must not refill quotas; one of the application's own is believed. */
    private void requireNotFarAhead(Instant start, LedgerTables tables) {
        if (systemClock
                && start.isAfter(Instant.ofEpochMilli(tables.databaseMillis()).plus(MOST_AHEAD))) {
            throw QuotaStoreException.notCharged(
                    "this node's clock is ahead: it would open a window that begins at " + start
                            + ", more than an hour after the database's own time; set the clock",
                    null);
        }
    }

    private static SortedSet<String> ids(List<QuotaCharge> charges) {
        return charges.stream().map(Charging::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String id(QuotaCharge charge) {
        return Identity.of(charge.key(), charge.policy());
    }

    private static List<Account> missing(List<QuotaCharge> charges, Map<String, Account> accounts) {
        return charges.stream()
                .filter(charge -> charge.cost() > 0 && !accounts.containsKey(id(charge)))
                .map(charge -> Account.unused(charge.key(), charge.policy()))
                .sorted(Comparator.comparing(Account::id))
                .toList();
    }

    /** What one attempt came to. */
    private sealed interface Attempt permits Decided, RowsMissing {}

    private record Decided(QuotaDecision decision) implements Attempt {}

    /** The rows that are to be inserted first, in the order of their ids. */
    private record RowsMissing(List<Account> accounts) implements Attempt {}
}
