// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.ChargeId;
import org.ration.ledger.account.ChargeLine;

/** A caller's list of charges, which are taken all or not at all. Immutable. */
public final class ChargeRequest implements LedgerRequest {

    private final List<ChargeLine> lines;
    private final String[] accounts;
    private final @Nullable ChargeId id;

    private ChargeRequest(List<ChargeLine> lines, String[] accounts, @Nullable ChargeId id) {
        this.lines = lines;
        this.accounts = accounts;
        this.id = id;
    }

    /**
     * A request without an id.
     *
     * @throws IllegalArgumentException if there is no charge, one counter occurs twice, or a policy has no zone
     */
    public static ChargeRequest of(AccountIds ids, List<QuotaCharge> charges) {
        List<ChargeLine> lines = new ArrayList<>(charges.size());
        for (QuotaCharge charge : charges) {
            lines.add(ChargeLine.of(ids, charge));
        }
        return new ChargeRequest(lines, sortedDistinct(lines), null);
    }

    /**
     * A request with an id.
     *
     * @param lines its lines
     * @param id makes the id of them
     * @throws IllegalArgumentException if there is no line, one counter occurs twice, or one cannot be counted
     */
    public static ChargeRequest of(List<ChargeLine> lines, Function<List<ChargeLine>, ChargeId> id) {
        lines.forEach(ChargeLine::requireCountable);
        return new ChargeRequest(lines, sortedDistinct(lines), id.apply(lines));
    }

    /** The same request, for a repetition after an unknown outcome; empty if it has no id. */
    public Optional<ChargeRequest> again() {
        return id().map(known -> new ChargeRequest(lines, accounts, known.again()));
    }

    /** The charges, in the order in which the caller gave them. */
    public List<ChargeLine> lines() {
        return lines;
    }

    /** The id; empty if the charges are not remembered. */
    public Optional<ChargeId> id() {
        return Optional.ofNullable(id);
    }

    @Override
    public String[] accounts() {
        return accounts;
    }

    /** Whether a single statement can count it: it touches one account alone, takes units, and is not remembered. */
    boolean isSimple() {
        return id == null && lines.size() == 1 && isMarked();
    }

    @Override
    public boolean isMarked() {
        for (ChargeLine line : lines) {
            if (line.isMarked()) {
                return true;
            }
        }
        return false;
    }

    /** A charge with a known id must read its receipts first. */
    @Override
    public boolean mayLook() {
        return id == null || id.fresh();
    }

    private static String[] sortedDistinct(List<ChargeLine> lines) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("there is no charge; use at least one");
        }
        String[] sorted = new String[lines.size()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = lines.get(i).accountId();
        }
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i].equals(sorted[i - 1])) {
                throw twice(lines, sorted[i]);
            }
        }
        return sorted;
    }

    private static IllegalArgumentException twice(List<ChargeLine> lines, String id) {
        for (ChargeLine line : lines) {
            if (line.accountId().equals(id)) {
                return new IllegalArgumentException("two charges are of one counter (scope \""
                        + line.policy().scope() + "\", period "
                        + line.policy().period().unit()
                        + "); add their costs up, or use different scopes");
            }
        }
        throw new IllegalStateException("no line has the account " + id);
    }
}
