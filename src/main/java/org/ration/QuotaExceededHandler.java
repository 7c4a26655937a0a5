// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.ws.rs.core.Response;

/**
 * Builds the response for a refused call: a custom page, another status.
 *
 * <p>A CDI bean, or a public class with a public no-argument constructor, whose injection points Ration fills, too; one
 * instance of such a class serves all calls. Called on the thread of the call, after the refusal was decided, with no
 * lock held.
 */
@FunctionalInterface
public interface QuotaExceededHandler {

    /**
     * Answers the response to a refused call. Headers that it lacks ({@code Retry-After}, {@code Cache-Control}, those
     * of the setting {@code ration.headers}) are added.
     *
     * <p>If it throws, or answers null, the call is answered with 500, its cause logged; it stays refused.
     *
     * @param call the refused call
     * @param decision the refusal
     * @return the response
     */
    Response handle(QuotaCall call, QuotaDecision decision);
}
