// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

/**
 * How a piece of work gets its database connections, one transaction after the other. While it waits for one, no
 * request is bound to it: requests can join and be withdrawn until the connection is there. An exhausted pool therefore
 * delays a worker, but no caller beyond its deadline.
 */
public interface ConnectionAcquisition {

    /** The work begins to wait for a connection. */
    void begin();

    /**
     * The connection is there.
     *
     * @return false if the work is no longer wanted
     */
    boolean connected();

    /**
     * All is done but the commit.
     *
     * @return false if a request that is part of it was withdrawn, so that it must be rolled back and done anew
     */
    boolean commits();

    /**
     * Until when the work may wait for connections and locks.
     *
     * @return the deadline; another one may follow once the connection is there
     */
    Deadline deadline();

    /**
     * That of work that cannot be withdrawn.
     *
     * @param deadline until when it may wait
     * @return the acquisition
     */
    static ConnectionAcquisition until(Deadline deadline) {
        return new ConnectionAcquisition() {

            @Override
            public void begin() {
                // no request can be withdrawn
            }

            @Override
            public boolean connected() {
                return true;
            }

            @Override
            public boolean commits() {
                return true;
            }

            @Override
            public Deadline deadline() {
                return deadline;
            }
        };
    }
}
