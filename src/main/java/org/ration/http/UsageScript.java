// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/** Serves the script of the custom element that shows the caller's own usage on a page. */
final class UsageScript extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String FILE = "/META-INF/ration/usage/ration-usage.js";

    private final byte[] script = read();
    private final String etag = "\"" + Integer.toHexString(Arrays.hashCode(script)) + "\"";

    private static byte[] read() {
        try (InputStream file = UsageScript.class.getResourceAsStream(FILE)) {
            return Objects.requireNonNull(file, FILE).readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("ETag", etag);
        if (etag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType("text/javascript; charset=utf-8");
        response.setContentLength(script.length);
        response.getOutputStream().write(script);
    }
}
