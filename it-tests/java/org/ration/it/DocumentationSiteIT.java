// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.ration.testing.Program;

/** The site of the documentation, built by its one command, in a real browser. */
@Tag("long")
@EnabledIf("org.ration.it.Browser#isInstalled")
class DocumentationSiteIT {

    private static final String COMMAND = "npm --prefix site run site";
    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript", "css", "text/css", "html", "text/html");

    private static HttpServer server;
    private static Path site;
    private static Browser browser;

    /** The command ends with an error for each link, picture and anchor that leads nowhere. */
    @BeforeAll
    static void build() throws IOException {
        assumeTrue(Program.areInstalled("npm", "node"), "needs Node and npm");
        Path checkout = Checkout.copy();
        Program.run(checkout, "bash", "-c", COMMAND);
        site = checkout.resolve("target/documentation");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", DocumentationSiteIT::answer);
        server.start();
        browser = Browser.start();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
            server.stop(0);
        }
    }

    @Test
    void theSearchLeadsToASetting() {
        open("docs/");
        browser.click(By.cssSelector("#local-search button"));
        browser.await(By.id("localsearch-input")).sendKeys("ration.keep-windows");
        browser.await(By.cssSelector(".VPLocalSearchBox .result"));
        browser.press(Keys.ENTER);

        browser.reads("ration.keep-windows");
    }

    @Test
    void theSidebarLeadsToEachPage() {
        open("docs/");
        Object links = browser.script("return [...document.querySelectorAll('.VPSidebar a')].map(a => a.pathname)");

        assertThat((List<?>) links).hasSizeGreaterThan(25).allSatisfy(link -> {
            open(link.toString().substring(1));
            assertThat(browser.text()).doesNotContain("PAGE NOT FOUND").hasSizeGreaterThan(500);
            assertThat(browser.complaints()).isEmpty();
        });
    }

    @Test
    void thePageAboutMonitoringOffersTheDashboardAndTheRules() {
        open("docs/monitoring/");

        assertThat(Stream.of("ration-dashboard.json", "ration-rules.yml")).allSatisfy(file -> assertThat(browser.script(
                        "return fetch(document.querySelector(`a[href$='${arguments[0]}']`).href)"
                                + ".then(answer => answer.text())",
                        file))
                .isEqualTo(Files.readString(Path.of("docs/monitoring", file))));
    }

    private static void open(String page) {
        browser.open(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + page));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        Path file = site.resolve(path.isEmpty() || path.endsWith("/") ? path + "index.html" : path);
        boolean found = file.startsWith(site) && Files.isRegularFile(file);
        byte[] body = Files.readAllBytes(found ? file : site.resolve("404.html"));
        String ending = file.toString().replaceFirst(".*\\.", "");
        exchange.getResponseHeaders()
                .set("Content-Type", TYPES.getOrDefault(found ? ending : "html", "image/" + ending));
        exchange.sendResponseHeaders(found ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
