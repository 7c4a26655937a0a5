package org.ration.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaUsage;

/** What becomes of a list of charges at one instant: all of them are taken, or none. */
final class Decision {

    private final Instant now;
    private final List<Entry> entries;
    private final List<Entry> refusing;

    /**
     * Decides, and changes nothing yet.
     *
     * @param charges the charges, each of another account
     * @param accounts the accounts by id; one that is missing was never charged
     */
    Decision(List<QuotaCharge> charges, Map<String, Account> accounts, Instant now) {
        this.now = now;
        this.entries =
                charges.stream().map(charge -> Entry.of(charge, accounts)).toList();
        this.refusing = entries.stream()
                .filter(entry -> entry.account.refuses(entry.charge, now))
                .toList();
    }

    boolean refused() {
        return !refusing.isEmpty();
    }

    /** When the last of the windows begins that taking would open. */
    Optional<Instant> lastOpening() {
        return entries.stream()
                .filter(entry -> entry.charge.cost() > 0 && !entry.account.isOpen(now))
                .map(entry -> entry.account.startOfNext(entry.charge.policy(), now))
                .max(Instant::compareTo);
    }

    /**
     * Counts the charges.
     *
     * @return the windows that this closed
     */
    List<ClosedWindow> take() {
        return entries.stream()
                .map(entry -> entry.account.take(entry.charge, now))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The decision, with the accounts as they stand. */
    QuotaDecision answer() {
        return new QuotaDecision(
                now,
                usages(entries),
                usages(refusing),
                refusing.stream().anyMatch(entry -> entry.account.neverFits(entry.charge, now)));
    }

    private List<QuotaUsage> usages(List<Entry> some) {
        return some.stream()
                .map(entry -> entry.account.usage(entry.charge.policy(), now))
                .toList();
    }

    private record Entry(QuotaCharge charge, Account account) {

        static Entry of(QuotaCharge charge, Map<String, Account> accounts) {
            Account found = accounts.get(Identity.of(charge.key(), charge.policy()));
            return new Entry(charge, found == null ? Account.unused(charge.key(), charge.policy()) : found);
        }
    }
}
