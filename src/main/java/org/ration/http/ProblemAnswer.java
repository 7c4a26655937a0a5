// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request outside JAX-RS by an exception of Ration's: with its status, headers and body.
 *
 * @param retryAfter bounds {@code Retry-After}
 */
record ProblemAnswer(RetryAfter retryAfter) {

    /**
     * Writes the answer.
     *
     * @param exception the exception
     * @param response a response that has not begun
     * @throws IOException if the client is gone
     */
    void write(WebApplicationException exception, HttpServletResponse response) throws IOException {
        Response standard = exception.getResponse();
        response.setStatus(standard.getStatus());
        MultivaluedMap<String, Object> values = new MultivaluedHashMap<>();
        standard.getStringHeaders().forEach((name, value) -> values.add(name, String.join(", ", value)));
        retryAfter.bound(values);
        values.forEach((name, value) -> response.setHeader(name, value.get(0).toString()));
        Object entity = standard.getEntity();
        if (entity instanceof String text) {
            write(text, String.valueOf(standard.getMediaType()), response);
        } else {
            write(ProblemBody.of(exception).orElseThrow(), ProblemBody.MEDIA_TYPE.toString(), response);
        }
    }

    private static void write(String body, @Nullable String type, HttpServletResponse response) throws IOException {
        response.setContentType(type);
        Optional<ServletOutputStream> stream = stream(response);
        if (stream.isPresent()) {
            byte[] bytes = body.getBytes(UTF_8);
            response.setContentLength(bytes.length);
            stream.get().write(bytes);
        } else {
            response.getWriter().write(ascii(body));
        }
    }

    /**
     * The stream is asked for before the length is set, because Open Liberty 26.0.0.3 does not take a length back;
     * {@code OutsideJaxRsContract} fails there with the other order.
     */
    private static Optional<ServletOutputStream> stream(HttpServletResponse response) throws IOException {
        try {
            return Optional.of(response.getOutputStream());
        } catch (IllegalStateException writerInUse) {
            return Optional.empty();
        }
    }

    /** A writer has the encoding that the application gave it, which JSON does not have. */
    private static String ascii(String json) {
        return json.chars()
                .mapToObj(c -> c < 128 ? Character.toString(c) : String.format("\\u%04x", c))
                .collect(joining());
    }
}
