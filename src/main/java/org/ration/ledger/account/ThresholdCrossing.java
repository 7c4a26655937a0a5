// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

/**
 * A threshold that a charge has crossed.
 *
 * @param charge the position of the charge in its list
 * @param percent the threshold, in percent of the effective limit
 */
public record ThresholdCrossing(int charge, int percent) {}
