// SPDX-License-Identifier: Apache-2.0
package org.ration;

import java.util.OptionalLong;

/**
 * Answers the limit for a key and a call: plans, tiers, single customers.
 *
 * <p>A CDI bean, or a public class with a public no-argument constructor, whose injection points Ration fills, too; one
 * instance of such a class serves all calls. Called on the thread of the call, before the charge, with no lock held. If
 * calls with different limits share a counter, each is decided by its own limit.
 */
@FunctionalInterface
public interface QuotaLimit {

    /**
     * Answers the limit of this call.
     *
     * <p>A {@link jakarta.ws.rs.WebApplicationException} thrown here is the answer of the call. Anything
     * else thrown, null, and a limit out of range is answered with 500, its cause logged. Nothing is counted then.
     *
     * @param key the canonical key of the call
     * @param call the call to be charged
     * @return 0 to {@link QuotaPolicy#MAX_UNITS}, or {@link QuotaPolicy#UNLIMITED}; empty for {@link Quota#limit} or
     *     its setting
     */
    OptionalLong limitFor(String key, QuotaCall call);
}
