// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import org.jspecify.annotations.Nullable;
import org.ration.admin.QuotaAct;

/**
 * The change of an act.
 *
 * @param act the act
 * @param before the override, what was granted, what was used, or the number of accounts, before; null for none
 * @param after the same after
 * @param untilBefore the end of the override before, in milliseconds since 1970; null for none
 * @param untilAfter the same after
 */
public record AdminChange(
        QuotaAct act,
        @Nullable Long before,
        @Nullable Long after,
        @Nullable Long untilBefore,
        @Nullable Long untilAfter) {

    public AdminChange(QuotaAct act, @Nullable Long before, @Nullable Long after) {
        this(act, before, after, null, null);
    }
}
