// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.time.Period;
import java.util.Optional;

/**
 * How long data that charges no longer need is kept; an empty value means no limit.
 *
 * @param briefWindows how long closed windows are kept that lasted less than a day
 * @param windows how long other closed windows are kept
 * @param audit how long the audit is kept
 * @param idle how long unused accounts are kept
 */
public record RetentionSettings(
        Optional<Period> briefWindows, Optional<Period> windows, Optional<Period> audit, Optional<Period> idle) {

    /** Everything is kept. */
    public static final RetentionSettings FOR_EVER =
            new RetentionSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** How long closed windows are kept. */
    public Optional<Period> windows(boolean brief) {
        return brief ? briefWindows : windows;
    }
}
