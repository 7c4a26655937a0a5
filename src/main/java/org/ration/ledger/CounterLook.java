// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import org.ration.QuotaPolicy;

/**
 * A counter that is looked at.
 *
 * @param key its key
 * @param policy the policy, with a zone
 * @param lastLimit whether its limit is that of its last charge, if there was one; else that of the policy
 */
public record CounterLook(String key, QuotaPolicy policy, boolean lastLimit) {}
