// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ration.QuotaDecision;
import org.ration.QuotaUsage;

/** Evaluates a list of charges at one instant: all of its lines are taken, or none. */
public final class ChargeEvaluation {

    private final Instant now;
    private final AccountRules rules;
    private final EvaluatedLine[] lines;
    private final boolean refused;
    private List<ThresholdCrossing> crossings = List.of();

    /**
     * Evaluates, and changes nothing yet.
     *
     * @param charges the lines of a request
     * @param known the accounts by id; one that is missing was never charged
     * @param now the instant of the decision
     */
    public ChargeEvaluation(List<ChargeLine> charges, Map<String, Account> known, Instant now) {
        this(charges, known, now, AccountRules.UNBOUNDED);
    }

    /**
     * Evaluates, and changes nothing yet.
     *
     * @param charges the lines of a request
     * @param known the accounts by id; one that is missing was never charged
     * @param now the instant of the decision
     * @param rules what the settings say
     */
    public ChargeEvaluation(List<ChargeLine> charges, Map<String, Account> known, Instant now, AccountRules rules) {
        this.rules = rules;
        this.now = now;
        this.lines = new EvaluatedLine[charges.size()];
        boolean anyRefuses = false;
        for (int i = 0; i < lines.length; i++) {
            ChargeLine charge = charges.get(i);
            lines[i] = EvaluatedLine.of(charge, known.get(charge.accountId()), now, rules.maxHolds());
            anyRefuses |= lines[i].refuses();
        }
        this.refused = anyRefuses;
    }

    /** Whether any line refuses. */
    public boolean refused() {
        return refused;
    }

    /**
     * Whether it would be the same at another instant. Accounts that were read between the two were in this state at
     * one instant then, whenever that was.
     */
    public boolean holdsAt(Instant other) {
        for (EvaluatedLine line : lines) {
            if (!line.isAlikeAt(now, other)) {
                return false;
            }
        }
        return true;
    }

    /** Whether an account of the charge has no row yet. */
    public boolean isMissing() {
        for (EvaluatedLine line : lines) {
            if (line.isMissing()) {
                return true;
            }
        }
        return false;
    }

    /** Adds the accounts of the charge that have no row yet. */
    public void addMissing(Map<String, Account> missing) {
        for (EvaluatedLine line : lines) {
            if (line.isMissing()) {
                missing.put(line.account().id(), line.account());
            }
        }
    }

    /** Whether a counter is too full for its charge. */
    public boolean overflows() {
        for (EvaluatedLine line : lines) {
            if (line.overflows(now)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the charges would open a window. */
    public boolean opensWindow() {
        for (EvaluatedLine line : lines) {
            if (line.opensWindow(now)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a charge would open a window that has been closed, and be counted in it a second time. */
    public boolean opensWhatIsOver() {
        for (EvaluatedLine line : lines) {
            if (line.opensWindow(now) && line.account().lastWindow().isAheadOf(now)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Why the windows must not be opened that the charges would open.
     *
     * @param database the database's own time
     * @return the first reason; empty if there is none
     */
    public Optional<String> openingObstacle(Instant database) {
        for (EvaluatedLine line : lines) {
            if (line.opensWindow(now)) {
                QuotaUsage opened = line.account().usage(line.policy(), now);
                Optional<String> obstacle = ClockMargin.obstacle(now, opened.periodStart(), opened.resetAt(), database);
                if (obstacle.isPresent()) {
                    return obstacle;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Counts the charges.
     *
     * @param changed receives the accounts that have changed, by id
     * @return the windows that this closed
     */
    public List<ClosedWindow> take(Map<String, Account> changed) {
        List<ClosedWindow> closed = new ArrayList<>(0);
        for (int i = 0; i < lines.length; i++) {
            EvaluatedLine line = lines[i];
            if (line.line().isMarked()) {
                line.account().take(line.line(), now).ifPresent(closed::add);
                changed.put(line.account().id(), line.account());
                for (int percent : line.account().markThresholds(now, rules.thresholds())) {
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

    /** When what is held comes to its end; else the instant of the decision. */
    public Instant endsAt() {
        Instant end = now;
        for (EvaluatedLine line : lines) {
            Instant each = line.line().endsAt(now);
            end = each.isAfter(end) ? each : end;
        }
        return end;
    }

    /** The decision, with the accounts in their current state. */
    public QuotaDecision answer() {
        QuotaUsage[] usages = new QuotaUsage[lines.length];
        for (int i = 0; i < usages.length; i++) {
            usages[i] = lines[i].account().usage(lines[i].policy(), now);
        }
        return refused ? refusal(usages) : new QuotaDecision(now, List.of(usages), List.of(), false);
    }

    /** The receipts of the lines that are remembered, which were just {@linkplain #take taken}, in their order. */
    List<Receipt> receipts(ChargeId id) {
        List<EvaluatedLine> remembered =
                Stream.of(lines).filter(line -> line.line().remembered()).toList();
        long last = remembered.stream()
                .mapToLong(line -> Receipt.lastOf(line.line(), line.account(), now))
                .max()
                .orElseThrow();
        List<Receipt> receipts = new ArrayList<>(remembered.size());
        for (EvaluatedLine line : remembered) {
            receipts.add(new Receipt(id, receipts.size(), remembered.size(), line.line(), line.account(), now, last));
        }
        return receipts;
    }

    private QuotaDecision refusal(QuotaUsage... usages) {
        List<QuotaUsage> violated = new ArrayList<>(lines.length);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].refuses()) {
                violated.add(usages[i]);
            }
        }
        boolean tooManyHolds = Stream.of(lines).anyMatch(EvaluatedLine::tooManyHolds);
        Optional<Instant> fitsAt = tooManyHolds
                ? Optional.empty()
                : Stream.of(lines)
                        .flatMap(line -> line.turningPoints(now))
                        .sorted()
                        .filter(this::fitsAt)
                        .findFirst();
        boolean neverFits = !tooManyHolds && fitsAt.isEmpty();
        return new QuotaDecision(now, List.of(usages), violated, neverFits, fitsAt, false, tooManyHolds);
    }

    private boolean fitsAt(Instant later) {
        return Stream.of(lines).allMatch(line -> line.fitsAt(later));
    }
}
