// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

import java.time.Instant;
import org.ration.QuotaDecision;
import org.ration.QuotaHold;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.Settlement;

/** A hold of a registry in memory. */
final class InMemoryHold implements QuotaHold {

    private final InMemoryQuotas quotas;
    private final String id;
    private final QuotaDecision decision;
    private final Instant expiresAt;
    private boolean settled;
    private boolean leftByClose;

    InMemoryHold(InMemoryQuotas quotas, String id, QuotaDecision decision, Instant expiresAt) {
        this.quotas = quotas;
        this.id = id;
        this.decision = decision;
        this.expiresAt = expiresAt;
    }

    /** The same hold, of a call whose id was used before. */
    InMemoryHold asRepetition() {
        leftByClose = true;
        return this;
    }

    /** The same hold, which is settled. */
    InMemoryHold asSettled() {
        settled = true;
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public QuotaDecision decision() {
        return decision;
    }

    @Override
    public boolean allowed() {
        return decision.allowed();
    }

    @Override
    public QuotaHold orThrow() {
        decision.orThrow();
        return this;
    }

    @Override
    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public QuotaDecision settle() {
        return settle(Settlement.inFull(AccountIds.UNNAMED, id));
    }

    @Override
    public QuotaDecision settle(long... units) {
        return settle(Settlement.of(AccountIds.UNNAMED, id, units));
    }

    private synchronized QuotaDecision settle(Settlement settlement) {
        if (!allowed()) {
            throw new IllegalStateException("nothing is held, since the charges were refused");
        }
        leftByClose = true;
        QuotaDecision after =
                quotas.settle(settlement).orElseThrow(() -> new IllegalArgumentException("the id is not known"));
        settled = true;
        return after;
    }

    @Override
    public synchronized void release() {
        if (allowed() && !settled) {
            quotas.settle(Settlement.unused(AccountIds.UNNAMED, id));
            settled = true;
        }
    }

    @Override
    public synchronized void close() {
        if (!leftByClose) {
            release();
        }
    }
}
