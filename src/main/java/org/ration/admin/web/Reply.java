// SPDX-License-Identifier: Apache-2.0
package org.ration.admin.web;

import jakarta.json.JsonObject;
import java.util.Map;

/**
 * The answer to a request.
 *
 * @param body the body
 * @param headers further headers
 */
record Reply(JsonObject body, Map<String, String> headers) {

    static Reply of(JsonObject body) {
        return new Reply(body, Map.of());
    }
}
