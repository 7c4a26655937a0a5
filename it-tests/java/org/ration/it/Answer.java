// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The answer to a request. */
record Answer(int status, Map<String, List<String>> headers, String body) {

    Answer {
        Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    boolean has(String header) {
        return headers.containsKey(header);
    }

    /** The one line of a header. */
    String header(String name) {
        List<String> lines = headers.getOrDefault(name, List.of());
        if (lines.size() != 1) {
            throw new AssertionError(name + " has not one line but " + lines + " in " + this);
        }
        return lines.get(0);
    }

    JsonObject json() {
        return Json.createReader(new StringReader(body)).readObject();
    }
}
