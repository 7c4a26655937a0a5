// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.json.bind.annotation.JsonbTypeAdapter;

/** How many accounts a filter matches. */
@JsonbTypeAdapter(Json.OfResult.class)
public final class AccountCount extends AdminResult {

    private final long matching;
    private final long resettable;

    /**
     * Ration makes those that it answers.
     *
     * @param matching the number of accounts that match
     * @param resettable the number of these that have something used in an open window, so that a reset would
     * change them
     */
    public AccountCount(long matching, long resettable) {
        this.matching = matching;
        this.resettable = resettable;
    }

    /** {@return the number of accounts that match} */
    public long matching() {
        return matching;
    }

    /** {@return the number of these that have something used in an open window, so that a reset would change them} */
    public long resettable() {
        return resettable;
    }

    @Override
    Members members() {
        return new Members().with("matching", matching).with("resettable", resettable);
    }
}
