// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.util.Objects;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.sql.Shards;

/**
 * The settings of the ledger's tables.
 *
 * @param create whether to create tables that are missing
 * @param secretCheck a value that differs between secrets and does not betray them, at most 200 characters
 * @param ids makes the ids of the applications of one namespace
 * @param retention how long their rows are kept
 * @param shards the databases that they are spread over
 */
public record TableSettings(
        boolean create, String secretCheck, AccountIds ids, RetentionSettings retention, Shards shards) {

    /** Refuses nulls. */
    public TableSettings {
        Objects.requireNonNull(secretCheck, "secretCheck");
        Objects.requireNonNull(ids, "ids");
        Objects.requireNonNull(retention, "retention");
        Objects.requireNonNull(shards, "shards");
    }

    /** Tables in one database. */
    public TableSettings(boolean create, String secretCheck, AccountIds ids, RetentionSettings retention) {
        this(create, secretCheck, ids, retention, Shards.ONE);
    }

    /** Tables in one database whose rows are all kept. */
    public TableSettings(boolean create, String secretCheck, AccountIds ids) {
        this(create, secretCheck, ids, RetentionSettings.FOR_EVER);
    }
}
