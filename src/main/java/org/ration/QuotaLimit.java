// SPDX-License-Identifier: Apache-2.0
package org.ration;

import java.util.OptionalLong;

/**
 * Answers the limit for a key and a call: plans, tiers, customers of their own.
 *
 * <p>A CDI bean, or a public class with a public no-argument constructor, whose injection points are filled all the same; then
 * one instance serves all calls. Called on the thread of the call, before the charge, with no lock held. Calls with
 * different limits on one counter are each decided by their own.
 */
@FunctionalInterface
public interface QuotaLimit {

    /**
     * Answers the limit of this call.
     *
     * <p>A {@link jakarta.ws.rs.WebApplicationException} thrown here is the answer of the call as it stands. Anything
     * else thrown, null, and a limit out of range is answered with 500, its cause logged. Nothing is counted then.
     *
     * @param key the canonical key of the call
     * @param call the call to be charged
     * @return 0 to {@link QuotaPolicy#MAX_UNITS}, or {@link QuotaPolicy#UNLIMITED}; empty for {@link Quota#limit} or its setting
     */
    OptionalLong limitFor(String key, QuotaCall call);
}
