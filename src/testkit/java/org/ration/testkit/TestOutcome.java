// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaOutcome;

/**
 * How a call has ended, to hand to a {@link org.ration.QuotaSettlement} in a unit test:
 * {@code TestOutcome.returned(rows).withHeldUnits(500)}.
 *
 * @param result what the method has returned
 * @param failure what it has thrown
 * @param status the status of the response
 * @param holdId the id of the hold
 * @param heldUnits the units that are held
 */
public record TestOutcome(
        Optional<Object> result, Optional<Throwable> failure, OptionalInt status, String holdId, long heldUnits)
        implements QuotaOutcome {

    private static final String ID = "a-hold";

    /**
     * A call that has returned, outside HTTP; 1 unit is held.
     *
     * @param result what it has returned; null for nothing
     * @return the outcome
     */
    public static TestOutcome returned(@Nullable Object result) {
        return new TestOutcome(Optional.ofNullable(result), Optional.empty(), OptionalInt.empty(), ID, 1);
    }

    /**
     * A call that has failed, outside HTTP; 1 unit is held.
     *
     * @param failure what it has thrown
     * @return the outcome
     */
    public static TestOutcome failed(Throwable failure) {
        return new TestOutcome(Optional.empty(), Optional.of(failure), OptionalInt.empty(), ID, 1);
    }

    /**
     * The same outcome with a response.
     *
     * @param code its status
     * @return the outcome
     */
    public TestOutcome withStatus(int code) {
        return new TestOutcome(result, failure, OptionalInt.of(code), holdId, heldUnits);
    }

    /**
     * The same outcome of a call that holds other units.
     *
     * @param units the units that are held
     * @return the outcome
     */
    public TestOutcome withHeldUnits(long units) {
        return new TestOutcome(result, failure, status, holdId, units);
    }
}
