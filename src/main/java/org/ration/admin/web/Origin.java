// SPDX-License-Identifier: Apache-2.0
package org.ration.admin.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/**
 * Whether a request that changes something comes from the page itself, or from a program, and from no other site. A
 * browser does not let another site send a custom header without preflight, nor forge {@code Sec-Fetch-Site} or
 * {@code Origin}.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
final class Origin {

    private static final String REQUESTED_BY = "X-Requested-By";

    private Origin() {}

    /** Refuses a request that another site may have forged. */
    static void check(HttpServletRequest request) {
        String requestedBy = request.getHeader(REQUESTED_BY);
        if (requestedBy == null || requestedBy.isBlank()) {
            throw Problem.crossSite("Send the header " + REQUESTED_BY + " with any text.");
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null ? !site.equals("same-origin") : comesFromElsewhere(request)) {
            throw Problem.crossSite("Send it from a page of this origin.");
        }
    }

    /** Behind a proxy the scheme may be another one, so that only host and port are compared. */
    private static boolean comesFromElsewhere(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && !hostOf(origin).equals(host(request).toLowerCase(Locale.ROOT));
    }

    /**
     * HTTP/2 has a pseudo-header in place of Host, of which Open Liberty 26.0.0.3 makes no header;
     * {@code AdministrationContract.refusesWhatAnotherSiteMayHaveForged} fails with the header alone.
     */
    private static String host(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return host != null ? host : request.getServerName() + port(request);
    }

    private static String port(HttpServletRequest request) {
        int usual = request.isSecure() ? 443 : 80;
        return request.getServerPort() == usual ? "" : ":" + request.getServerPort();
    }

    private static String hostOf(String origin) {
        int scheme = origin.indexOf("://");
        return scheme < 0 ? "" : origin.substring(scheme + 3).toLowerCase(Locale.ROOT);
    }
}
