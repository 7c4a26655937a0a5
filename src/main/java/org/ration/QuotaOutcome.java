// SPDX-License-Identifier: Apache-2.0
package org.ration;

import java.util.Optional;
import java.util.OptionalInt;

/** How a call has ended whose units are held. */
public interface QuotaOutcome {

    /**
     * The value that the method has returned, or with which its stage or {@code AsyncResponse} was completed.
     *
     * @return the result; empty for none, null, or a failure
     */
    Optional<Object> result();

    /**
     * The exception that the method has thrown, or with which its stage or {@code AsyncResponse} was completed.
     *
     * @return the failure; empty for none
     */
    Optional<Throwable> failure();

    /**
     * The status of the response.
     *
     * @return the status; empty outside HTTP
     */
    OptionalInt status();

    /**
     * The id of the hold, by which it can be settled later.
     *
     * @return an id of Ration's making
     */
    String holdId();

    /**
     * The units that are held, which is the quota's cost as determined before the call.
     *
     * @return the units
     */
    long heldUnits();
}
