// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.ration.QuotaDecision;
import org.ration.QuotaUsage;
import org.ration.cdi.CallerUsage;
import org.ration.key.ClientAddress;

/**
 * Answers callers what they have used, and nobody else's. Behind the filters of the application, which may log callers
 * in.
 */
final class UsageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String ALLOWED = "GET, HEAD, OPTIONS";

    private final transient CallerUsage usage;
    private final transient ClientAddress clientAddress;
    private final transient RateLimitHeaders headers;
    private final transient ProblemAnswer problems;

    UsageServlet(CallerUsage usage, ClientAddress clientAddress, RateLimitHeaders headers, ProblemAnswer problems) {
        this.usage = usage;
        this.clientAddress = clientAddress;
        this.headers = headers;
        this.problems = problems;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        switch (request.getMethod()) {
            case "GET", "HEAD" -> answer(request, response);
            case "OPTIONS" -> refuse(HttpServletResponse.SC_NO_CONTENT, response);
            default -> refuse(HttpServletResponse.SC_METHOD_NOT_ALLOWED, response);
        }
    }

    private static void refuse(int status, HttpServletResponse response) {
        response.setHeader("Allow", ALLOWED);
        response.setStatus(status);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ServletRequestContext context = new ServletRequestContext(request, response, clientAddress, headers);
        try {
            Optional<QuotaDecision> decision = usage.of(context);
            decision.ifPresent(context::decided);
            write(decision.map(QuotaDecision::usages).orElse(List.of()), response);
        } catch (WebApplicationException problem) {
            problems.write(problem, response);
        }
    }

    private static void write(List<QuotaUsage> usages, HttpServletResponse response) throws IOException {
        byte[] body = UsageBody.of(usages).getBytes(UTF_8);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
