// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Duration;
import java.util.Optional;
import org.ration.QuotaCharge;

/**
 * One charge of a call of a method.
 *
 * @param charge the charge; its policy has the limit to apply and a zone
 * @param lasts for how long it is held, until the call has ended; empty if it is counted at once
 */
public record CallCharge(QuotaCharge charge, Optional<Duration> lasts) {}
