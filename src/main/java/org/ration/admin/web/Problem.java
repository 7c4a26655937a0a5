// SPDX-License-Identifier: Apache-2.0
package org.ration.admin.web;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.TreeMap;
import org.ration.problem.ProblemDetails;

/** The response to a request that cannot be served. Never SQL, a stack trace or a secret. */
final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The status. */
    private final int status;

    /** The name of the problem's type. */
    private final String type;

    /** The same in words. */
    private final String title;

    /** Further members of the body. */
    private final TreeMap<String, String> members = new TreeMap<>();

    /** Headers of the answer. */
    private final TreeMap<String, String> headers = new TreeMap<>();

    Problem(int status, String type, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.title = title;
    }

    static Problem invalid(String field, String detail) {
        return new Problem(400, "invalid-request", "The request is invalid", detail).with("field", field);
    }

    /** A name from outside, as an answer may show it. */
    static String shown(String name) {
        return name.length() <= 40 && name.matches("[A-Za-z0-9_.-]+") ? name : "?";
    }

    static Problem notFound() {
        return new Problem(404, "not-found", "There is nothing here", "openapi.json lists the paths.");
    }

    static Problem noSuchAccount() {
        return new Problem(
                404,
                "no-such-account",
                "No such account",
                "There is no such account; it may have been purged or erased.");
    }

    static Problem crossSite(String detail) {
        return new Problem(403, "cross-site", "The request may have been forged", detail);
    }

    Problem with(String member, String value) {
        members.put(member, value);
        return this;
    }

    Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    String title() {
        return title;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    JsonObject body() {
        JsonObjectBuilder body = ProblemDetails.body(ProblemDetails.type(type), title, status, getMessage());
        members.forEach(body::add);
        return body.build();
    }
}
