// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import java.util.List;

/** A page of the open holds of an account. */
public final class HoldPage extends AdminResult {

    private final List<OpenHold> holds;
    private final boolean more;

    /**
     * Ration makes those that it answers.
     *
     * @param holds the holds, the oldest first
     * @param more whether there are newer ones
     */
    public HoldPage(List<OpenHold> holds, boolean more) {
        this.holds = List.copyOf(holds);
        this.more = more;
    }

    /** {@return the holds, the oldest first} */
    public List<OpenHold> holds() {
        return holds;
    }

    /** {@return whether there are newer ones} */
    public boolean more() {
        return more;
    }

    @Override
    Members members() {
        return new Members().with("holds", holds).with("more", more);
    }
}
