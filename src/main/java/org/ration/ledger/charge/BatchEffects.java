// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.util.Map;

/**
 * What a batch was like.
 *
 * @param size how many requests it began with; 0 if this was not the first of them
 * @param ended how many holds came to their end in it without having been settled, by the name of the policy
 */
public record BatchEffects(int size, Map<String, Long> ended) {

    /** Nothing, as of a request that was not the first of a batch. */
    public static final BatchEffects NONE = new BatchEffects(0, Map.of());
}
