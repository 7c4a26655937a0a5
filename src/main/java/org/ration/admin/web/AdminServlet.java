// SPDX-License-Identifier: Apache-2.0
package org.ration.admin.web;

import jakarta.json.JsonObject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.ration.QuotaStoreException;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.QuotaActRefusedException.Refusal;
import org.ration.admin.Signature;
import org.ration.log.OneLine;
import org.ration.problem.ProblemDetails;

/**
 * The servlet of the administration: admits callers in the role, and refuses requests that may be forged, before it
 * delegates to the API or the page's files. The headers of every answer prevent misuse of the page by other sites.
 */
final class AdminServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = System.getLogger("org.ration.admin");
    private static final String API = "/api";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String role;
    private final transient Api api;
    private final transient PageFiles files;

    AdminServlet(String role, Api api, PageFiles files) {
        this.role = role;
        this.api = api;
        this.files = files;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        harden(response);
        try {
            Optional<String> user = login(request, response);
            if (user.isPresent()) {
                answer(request, response, user.get());
            }
        } catch (Problem problem) {
            write(request, response, problem);
        } catch (QuotaActRefusedException refused) {
            write(request, response, problem(refused.refusal(), refused.getMessage()));
        } catch (QuotaStoreException fault) {
            LOG.log(Level.WARNING, "An operator''s request was not answered: {0}", OneLine.of(fault.getMessage()));
            write(request, response, problem(fault));
        } catch (IllegalArgumentException illegal) {
            write(request, response, Problem.invalid("body", illegal.getMessage()));
        } catch (RuntimeException defect) {
            LOG.log(Level.ERROR, "An operator's request failed", OneLine.of(defect));
            write(request, response, new Problem(500, "failed", "The request failed", "The server's log says more."));
        }
    }

    private static void harden(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
    }

    /** The caller's name; empty where the application's mechanism has answered itself, by asking for a login. */
    private Optional<String> login(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getUserPrincipal() == null && !authenticated(request, response)) {
            return Optional.empty();
        }
        if (request.getUserPrincipal() == null) {
            throw notAuthenticated();
        }
        if (!request.isUserInRole(role)) {
            throw new Problem(
                    403,
                    "not-permitted",
                    "Not permitted",
                    "You are logged in as " + nameOf(request.getUserPrincipal()) + ", without the role " + role
                            + ". Log in as an operator, or ask for the role.");
        }
        return Optional.of(nameOf(request.getUserPrincipal()));
    }

    private static boolean authenticated(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (request.authenticate(response)) {
                return true;
            }
        } catch (ServletException noMechanism) {
            LOG.log(Level.DEBUG, "The application cannot authenticate callers", OneLine.of(noMechanism));
        }
        if (response.isCommitted() || response.getStatus() != HttpServletResponse.SC_OK) {
            return false;
        }
        throw notAuthenticated();
    }

    private static Problem notAuthenticated() {
        return new Problem(
                401,
                "not-authenticated",
                "Not authenticated",
                "You are not logged in, and the application cannot ask you to.");
    }

    /** As long as the audit takes it, and without what it does not take. */
    private static String nameOf(Principal user) {
        String name = user.getName().replaceAll("\\p{Cntrl}", "?");
        return name.isBlank() ? "?" : name.substring(0, Math.min(name.length(), Signature.MAX_NAME_LENGTH));
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, String user) throws IOException {
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        String path = pathOf(request);
        if (isApi(path)) {
            if (!method.equals("GET")) {
                Origin.check(request);
            }
            Reply reply = api.answer(method, path.substring(API.length()), new Input(request, user));
            reply.headers().forEach(response::setHeader);
            write(response, 200, "application/json", reply.body());
        } else {
            if (!method.equals("GET")) {
                throw Api.methodNotAllowed(new TreeSet<>(List.of("GET")));
            }
            writeFile(request, response, path);
        }
    }

    private static String pathOf(HttpServletRequest request) {
        return request.getPathInfo() == null ? "" : request.getPathInfo();
    }

    private static boolean isApi(String path) {
        return path.equals(API) || path.startsWith(API + "/");
    }

    private static String folderOf(HttpServletRequest request) {
        return request.getContextPath() + request.getServletPath() + "/";
    }

    /** Links of the page are relative to the folder. */
    private void writeFile(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        if (path.isEmpty()) {
            response.setHeader("Location", folderOf(request));
            response.setStatus(HttpServletResponse.SC_FOUND);
            return;
        }
        PageFiles.PageFile file = files.find(path.substring(1)).orElseThrow(Problem::notFound);
        response.setHeader("Cache-Control", "private, no-cache");
        response.setHeader("ETag", file.etag());
        if (file.etag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        } else {
            write(response, file.type(), file.content());
        }
    }

    private static Problem problem(Refusal refusal, String detail) {
        return switch (refusal) {
            case NO_ACCOUNT -> Problem.noSuchAccount();
            case ADJUSTED_MEANWHILE -> new Problem(412, "adjusted-meanwhile", "Changed by another act", detail);
            default ->
                new Problem(409, "act-refused", "Act not possible on this account", detail)
                        .with("refusal", Views.written(refusal));
        };
    }

    private static Problem problem(QuotaStoreException fault) {
        return fault.outcomeUnknown()
                ? new Problem(
                        503,
                        "outcome-unknown",
                        "Outcome unknown",
                        "The database did not confirm the change, so it may have been made or not; look at the account"
                                + " and its audit.")
                : new Problem(
                        503,
                        "store-unavailable",
                        "The database does not answer",
                        "It did not answer in time; nothing has changed, except accounts that an action on many had"
                                + " already changed.");
    }

    /** As a page to those who look for one, else as JSON. */
    private static void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        response.setHeader("Cache-Control", "no-store");
        problem.headers().forEach(response::setHeader);
        if (isApi(pathOf(request))) {
            write(response, problem.status(), ProblemDetails.MEDIA_TYPE, problem.body());
        } else {
            response.setStatus(problem.status());
            write(response, ProblemPage.TYPE, bytes(ProblemPage.of(problem, folderOf(request))));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(HttpServletResponse response, int status, String type, JsonObject body)
            throws IOException {
        response.setStatus(status);
        write(response, type, bytes(body.toString()));
    }

    private static void write(HttpServletResponse response, String type, byte[] content) throws IOException {
        response.setContentType(type);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }
}
