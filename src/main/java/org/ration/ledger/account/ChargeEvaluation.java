package org.ration.ledger.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.ledger.charge.ChargeRequest;

/** What becomes of a request at one instant: all of its charges are taken, or none. */
public final class ChargeEvaluation {

    private final Instant now;
    private final List<QuotaCharge> charges;
    private final Account[] accounts;
    private final boolean[] refusing;
    private boolean refused;
    private List<ThresholdCrossing> crossings = List.of();

    /**
     * Decides, and changes nothing yet.
     *
     * @param request the request
     * @param known the accounts by id; one that is missing was never charged
     */
    public ChargeEvaluation(ChargeRequest request, Map<String, Account> known, Instant now) {
        this.now = now;
        this.charges = request.charges();
        this.accounts = new Account[charges.size()];
        this.refusing = new boolean[charges.size()];
        for (int i = 0; i < accounts.length; i++) {
            Account account = known.get(request.id(i));
            accounts[i] = account == null ? Account.unused(request.id(i), charges.get(i)) : account;
            refusing[i] = accounts[i].refuses(charges.get(i), now);
            refused |= refusing[i];
        }
    }

    public boolean refused() {
        return refused;
    }

    /**
     * Whether it would be the same at another instant. Accounts that were looked at between the two stood so at one instant
     * then, whenever that was.
     */
    public boolean holdsAt(Instant other) {
        for (int i = 0; i < accounts.length; i++) {
            QuotaPolicy policy = charges.get(i).policy();
            if (!accounts[i].isAlikeAt(now, other)
                    || !accounts[i].usage(policy, now).equals(accounts[i].usage(policy, other))) {
                return false;
            }
        }
        return true;
    }

    /** Whether an account that is to be charged has no row yet. */
    public boolean isMissing(Map<String, Account> known) {
        for (int i = 0; i < accounts.length; i++) {
            if (charges.get(i).cost() > 0 && !known.containsKey(accounts[i].id())) {
                return true;
            }
        }
        return false;
    }

    /** Adds the accounts that are to be charged and have no row yet. */
    public void addMissing(Map<String, Account> known, Map<String, Account> missing) {
        for (int i = 0; i < accounts.length; i++) {
            if (charges.get(i).cost() > 0 && !known.containsKey(accounts[i].id())) {
                missing.put(accounts[i].id(), accounts[i]);
            }
        }
    }

    /** Whether a counter is too full to be counted on. */
    public boolean overflows() {
        for (int i = 0; i < accounts.length; i++) {
            if (accounts[i].overflows(charges.get(i), now)) {
                return true;
            }
        }
        return false;
    }

    /** When the last of the windows begins that taking would open. */
    public Optional<Instant> lastOpening() {
        Instant last = null;
        for (int i = 0; i < accounts.length; i++) {
            if (charges.get(i).cost() > 0 && !accounts[i].isOpen(now)) {
                Instant start = accounts[i].startOfNext(charges.get(i).policy(), now);
                last = last == null || start.isAfter(last) ? start : last;
            }
        }
        return Optional.ofNullable(last);
    }

    /**
     * Counts the charges.
     *
     * @param changed is told the accounts that have changed, by id
     * @return the windows that this closed
     */
    public List<ClosedWindow> take(Map<String, Account> changed) {
        List<ClosedWindow> closed = new ArrayList<>(0);
        for (int i = 0; i < accounts.length; i++) {
            if (charges.get(i).cost() > 0) {
                accounts[i].take(charges.get(i), now).ifPresent(closed::add);
                changed.put(accounts[i].id(), accounts[i]);
                for (int percent : accounts[i].markThresholds(now)) {
                    crossed(new ThresholdCrossing(i, percent));
                }
            }
        }
        return closed;
    }

    private void crossed(ThresholdCrossing crossing) {
        if (crossings.isEmpty()) {
            crossings = new ArrayList<>(2);
        }
        crossings.add(crossing);
    }

    /** The thresholds that {@link #take} has crossed; none for most. */
    public List<ThresholdCrossing> crossings() {
        return crossings;
    }

    /** The decision, with the accounts as they stand. */
    public QuotaDecision answer() {
        List<QuotaUsage> usages = new ArrayList<>(accounts.length);
        List<QuotaUsage> violated = new ArrayList<>(0);
        boolean neverFits = false;
        for (int i = 0; i < accounts.length; i++) {
            QuotaUsage usage = accounts[i].usage(charges.get(i).policy(), now);
            usages.add(usage);
            if (refusing[i]) {
                violated.add(usage);
                neverFits |= accounts[i].neverFits(charges.get(i), now);
            }
        }
        return new QuotaDecision(now, usages, violated, neverFits);
    }
}
