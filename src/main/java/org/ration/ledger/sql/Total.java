// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

/**
 * The units that several requests want from one account.
 *
 * @param id of the account
 * @param cost the units of all
 * @param lowest the lowest limit of those that block
 * @param blocks whether any does
 * @param nearest the lowest limit of all
 * @param last the limit of the last, to be shown
 */
public record Total(String id, long cost, long lowest, boolean blocks, long nearest, long last) {

    /** Units beyond this are not added up exactly, and must not be counted at once. */
    public static final long MAX = 1_000_000_000_000_000_000L;

    /** With a later one of the same account. */
    public Total with(Total later) {
        return new Total(
                id,
                Math.addExact(Math.min(cost, MAX), later.cost),
                Math.min(lowest, later.lowest),
                blocks || later.blocks,
                Math.min(nearest, later.nearest),
                later.last);
    }
}
