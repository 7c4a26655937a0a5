// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.SearchContext;
import org.openqa.selenium.WebElement;

/** The custom element of the caller's own usage in a real browser, on a page that forbids all that is not its own. */
@EnabledIf("org.ration.it.Browser#isInstalled")
class UsageElementIT {

    private static final Path SCRIPT = Path.of("src/main/resources/META-INF/ration/usage/ration-usage.js");
    private static final String POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:";
    private static final String KNOWN =
            "document.querySelector('ration-usage').headers = { 'X-Api-Key': 'key-of-ann' };";
    private static final String HALF = quota("exports-month", 1500, 3000);

    private static Browser browser;

    private HttpServer site;
    private String page = "<ration-usage></ration-usage>";
    private volatile int status = 200;
    private volatile String quotas = HALF;
    private volatile String asked = "";

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @BeforeEach
    void serve() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> answer(exchange, 200, "text/html; charset=utf-8", html()));
        site.createContext(
                "/quotas.js", exchange -> answer(exchange, 200, "text/javascript", Files.readString(SCRIPT)));
        site.createContext("/quotas", this::usage);
        site.createContext("/other", this::usage);
        site.createContext("/known.js", exchange -> answer(exchange, 200, "text/javascript", KNOWN));
        site.start();
        browser.freshTab();
    }

    @AfterEach
    void stop() {
        site.stop(0);
    }

    @Test
    void showsWhatIsUsedToEyesAndToScreenReaders() {
        open();

        WebElement meter = shadow().findElement(By.cssSelector("[role=meter]"));

        assertThat(text()).isEqualTo("exports-month1,500 of 3,000 used, 12 held, resets Dec 1, 2026, 12:00 AM");
        assertThat(meter.getAriaRole()).isEqualTo("meter");
        assertThat(meter.getAccessibleName()).isEqualTo("exports-month");
        assertThat(meter.getDomAttribute("aria-valuenow")).isEqualTo("1512");
        assertThat(meter.getDomAttribute("aria-valuemax")).isEqualTo("3000");
        assertThat(meter.getDomAttribute("aria-valuetext")).startsWith("1,500 of 3,000 used");
        assertThat(shadow().findElement(By.cssSelector("ul")).getAccessibleName())
                .isEqualTo("Usage");
        assertThat(width()).isBetween(50.0, 51.0);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void showsMarkupAsText() {
        quotas = quota("<img src=x onerror=alert(1)>", 1, 2);
        open();

        assertThat(text()).startsWith("<img src=x onerror=alert(1)>");
        assertThat(shadow().findElements(By.cssSelector("img"))).isEmpty();
    }

    @Test
    void hasNoBarWithoutALimitAndAFullOneWithoutRoom() {
        quotas = "{\"policy\":\"ever-once\",\"used\":7,\"reserved\":0}";
        open();
        assertThat(text()).isEqualTo("ever-once7 used, no limit");
        assertThat(shadow().findElements(By.cssSelector("[role=meter]"))).isEmpty();

        quotas = "{\"policy\":\"none-day\",\"used\":0,\"reserved\":0,\"limit\":0,\"remaining\":0}";
        open();
        assertThat(text()).isEqualTo("none-day0 of 0 used");
        assertThat(width()).isEqualTo(100.0);
    }

    @ParameterizedTest
    @CsvSource({"401, Log in to see your usage.", "503, The usage cannot be shown now."})
    void saysWhyThereIsNothingToShow(int refused, String text) {
        status = refused;
        open();

        assertThat(text()).isEqualTo(text);
        assertThat(shadow().findElement(By.cssSelector("p")).getAriaRole()).isEqualTo("alert");
    }

    @Test
    void saysThatThereAreNoQuotas() {
        quotas = "";
        open();

        assertThat(text()).isEqualTo("No quotas.");
    }

    @Test
    void writesNumbersAndTimesAsThePageDoes() {
        page = "<div lang=de><ration-usage></ration-usage></div>";
        open();

        assertThat(text()).startsWith("exports-month1.500 of 3.000 used").contains("01.12.2026");
    }

    /** Java's form of a locale, say. */
    @ParameterizedTest
    @ValueSource(strings = {"de_DE", "", "no language"})
    void writesAsTheBrowserDoesWhereTheLanguageOfThePageIsNone(String language) {
        page = "<div lang=\"" + language + "\"><ration-usage></ration-usage></div>";
        open();

        assertThat(text()).startsWith("exports-month1,500 of 3,000 used");
    }

    /** From two addresses, as where two parts of a page bring their own; the texts are the same for both. */
    @Test
    void mayBeLoadedTwice() {
        page = "<script type=module src=quotas.js?again></script><ration-usage></ration-usage>";
        open();

        browser.script("import('/quotas.js?third').then(({texts}) => {"
                + "texts.none = 'Keine.'; document.querySelector('ration-usage').refresh() })");
        quotas = "";
        browser.script("import('/quotas.js?third').then(() => document.querySelector('ration-usage').refresh())");

        browser.until("the text is translated", driver -> text().equals("Keine."));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void asksWhereThePageSaysAsThePageSays() {
        page = "<ration-usage src=other></ration-usage><script src=known.js></script>";
        open();

        assertThat(asked).isEqualTo("/other key-of-ann");
    }

    @Test
    void asksAgain() {
        open();
        quotas = quota("exports-month", 2000, 3000);

        browser.script("document.querySelector('ration-usage').refresh()");

        browser.until("the usage is new", driver -> text().contains("2,000"));
    }

    /** The colour is that of the text, whose contrast is the page's own. */
    @Test
    void hasTheContrastOfThePageAlsoInTheDark() {
        page = "<meta name=color-scheme content='light dark'><ration-usage></ration-usage>";
        browser.dark();
        open();

        assertThat(colour("i", "background-color"))
                .isEqualTo(colour("span", "color"))
                .isEqualTo(colour("[role=meter]", "border-top-color"))
                .isEqualTo("rgba(255, 255, 255, 1)");
    }

    private void open() {
        browser.open(URI.create("http://localhost:" + site.getAddress().getPort() + "/"));
        browser.until("something is shown", driver -> !text().isEmpty());
    }

    private static SearchContext shadow() {
        return browser.await(By.cssSelector("ration-usage")).getShadowRoot();
    }

    private static String text() {
        return (String) browser.script("return document.querySelector('ration-usage')?.shadowRoot?.textContent ?? ''");
    }

    private static double width() {
        return ((Number) browser.script(
                        "const bar = document.querySelector('ration-usage').shadowRoot.querySelector('i');"
                                + "return 100 * bar.clientWidth / bar.parentNode.clientWidth"))
                .doubleValue();
    }

    private static String colour(String what, String property) {
        return shadow().findElement(By.cssSelector(what)).getCssValue(property);
    }

    private String html() {
        return "<!doctype html><html lang=en><title>Usage</title><link rel=icon href=\"data:,\">" + page
                + "<script type=module src=quotas.js></script></html>";
    }

    private void usage(HttpExchange exchange) throws IOException {
        asked = exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("X-Api-Key");
        answer(exchange, status, "application/json", status == 200 ? "{\"quotas\":[" + quotas + "]}" : "{}");
    }

    private static String quota(String policy, int used, int limit) {
        return ("{\"policy\":\"%s\",\"used\":%d,\"reserved\":12,\"limit\":%d,\"remaining\":%d,"
                        + "\"resetAt\":\"2026-12-01T00:00:00\"}")
                .formatted(policy, used, limit, limit - used - 12);
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
