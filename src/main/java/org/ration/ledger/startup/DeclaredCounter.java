// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.startup;

/**
 * What an application declares of the counters of one key form.
 *
 * @param identity what tells them from others, the same for every application that shares them
 * @param rule how they count: limit, period and zone, as it is shown
 */
public record DeclaredCounter(String identity, String rule) {}
