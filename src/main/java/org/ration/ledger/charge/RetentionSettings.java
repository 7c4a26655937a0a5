// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.time.Period;
import java.util.Optional;

/**
 * How long is kept what charges no longer need; what is empty is kept for ever.
 *
 * @param briefWindows how long closed windows are kept that lasted less than a day
 * @param windows how long other closed windows are kept
 * @param audit how long the audit is kept
 * @param idle how long accounts are kept that nobody uses
 */
public record RetentionSettings(
        Optional<Period> briefWindows, Optional<Period> windows, Optional<Period> audit, Optional<Period> idle) {

    /** All is kept for ever. */
    public static final RetentionSettings FOR_EVER =
            new RetentionSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** How long closed windows are kept. */
    public Optional<Period> windows(boolean brief) {
        return brief ? briefWindows : windows;
    }
}
