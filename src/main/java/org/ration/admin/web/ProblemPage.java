// SPDX-License-Identifier: Apache-2.0
package org.ration.admin.web;

/** A problem as a page, for those who open an address of the page in a browser. */
final class ProblemPage {

    static final String TYPE = "text/html; charset=utf-8";

    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%1$s · Ration</title>
            </head>
            <body>
            <main>
            <h1>%1$s</h1>
            <p>%2$s</p>
            <p><a href="%3$s">Open the administration of quotas</a></p>
            </main>
            </body>
            </html>
            """;

    private ProblemPage() {}

    /**
     * The page.
     *
     * @param problem what it says
     * @param folder the address of the administration
     */
    static String of(Problem problem, String folder) {
        return PAGE.formatted(escaped(problem.title()), escaped(problem.getMessage()), escaped(folder));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
