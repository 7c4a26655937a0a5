// SPDX-License-Identifier: Apache-2.0
package org.ration.problem;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/**
 * The members that each problem body has.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, problem details</a>
 */
public final class ProblemDetails {

    /** The media type of the bodies. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String RATION = "urn:ration:problem:";

    private ProblemDetails() {}

    /**
     * The type of a problem that Ration has named.
     *
     * @param name the name, such as {@code store-unavailable}
     * @return the URN
     */
    public static String type(String name) {
        return RATION + name;
    }

    /**
     * A body, to which further members can be added.
     *
     * @param type the type, a URI
     * @param title the same in words
     * @param status the status of the response
     * @param detail a sentence about this occurrence; never SQL, a stack trace or a secret
     * @return the members
     */
    public static JsonObjectBuilder body(String type, String title, int status, String detail) {
        return Json.createObjectBuilder()
                .add("type", type)
                .add("title", title)
                .add("status", status)
                .add("detail", detail);
    }
}
