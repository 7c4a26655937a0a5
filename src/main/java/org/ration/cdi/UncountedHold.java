// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.time.Instant;
import org.ration.QuotaDecision;
import org.ration.QuotaHold;

/**
 * A hold of nothing, where nothing is counted.
 *
 * @param id the id
 * @param decision the decision, which is allowed
 * @param expiresAt when it would end
 */
record UncountedHold(String id, QuotaDecision decision, Instant expiresAt) implements QuotaHold {

    @Override
    public boolean allowed() {
        return true;
    }

    @Override
    public QuotaHold orThrow() {
        return this;
    }

    @Override
    public QuotaDecision settle(long... units) {
        return decision;
    }

    @Override
    public QuotaDecision settle() {
        return decision;
    }

    @Override
    public void release() {
        // nothing is held
    }

    @Override
    public void close() {
        // nothing is held
    }
}
