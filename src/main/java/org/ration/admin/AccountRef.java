// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * The account on which to act.
 *
 * @param id the account's id
 * @param version the version that it must have, so that nobody overlooks the act of another; empty for any
 */
public record AccountRef(String id, OptionalLong version) {

    /**
     * Refuses nulls.
     *
     * @param id the account's id
     * @param version the version that it must have
     */
    public AccountRef {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
    }

    /**
     * An account, whatever others have done to it since.
     *
     * @param id the account's id
     * @return the reference
     */
    public static AccountRef of(String id) {
        return new AccountRef(id, OptionalLong.empty());
    }
}
