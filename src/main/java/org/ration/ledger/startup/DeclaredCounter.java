// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.startup;

/**
 * The declaration of one application about the counters of one key form.
 *
 * @param identity their identity, the same for every application that shares them
 * @param rule how they count: limit, period and zone, as it is shown
 */
public record DeclaredCounter(String identity, String rule) {}
