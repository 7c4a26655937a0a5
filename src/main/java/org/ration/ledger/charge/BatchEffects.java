// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.util.List;
import org.ration.ledger.account.EndedHold;

/**
 * What a batch was like.
 *
 * @param size how many requests it began with; 0 if this was not the first of them
 * @param ended the holds that came to their end in it without having been settled
 */
public record BatchEffects(int size, List<EndedHold> ended) {

    /** Nothing, as of a request that was not the first of a batch. */
    public static final BatchEffects NONE = new BatchEffects(0, List.of());
}
