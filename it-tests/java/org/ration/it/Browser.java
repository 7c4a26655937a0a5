// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.ration.testing.Program;

/**
 * A Chromium without a window, with a fresh profile. It is used as a person does: by what is to be read on the page.
 */
final class Browser implements AutoCloseable {

    /**
     * Warns of each Chromium that is newer than itself, for a protocol that nothing here uses. Held, or it forgets its
     * level.
     */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    static {
        SELENIUM.setLevel(Level.SEVERE);
    }

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final int MOST_TABS = 80;

    private final ChromeDriver chromium;
    private final Path profile;

    private Browser(ChromeDriver chromium, Path profile) {
        this.chromium = chromium;
        this.profile = profile;
    }

    /** Where there is none, the tests that need it are skipped, and say so. */
    static boolean isInstalled() {
        boolean installed = Program.areInstalled("chromium", "chromedriver");
        if (!installed) {
            System.out.println("The tests in a browser are skipped: install Debian's chromium and chromium-driver.");
        }
        return installed;
    }

    /** Starts one: both programs are named, so that nothing is looked for elsewhere. */
    static Browser start() {
        Path profile = emptyFolder();
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Program.find("chromium").orElseThrow().toFile());
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--window-size=1280,900",
                "--user-data-dir=" + profile);
        ChromeDriverService driver = new ChromeDriverService.Builder()
                .usingDriverExecutable(
                        Program.find("chromedriver").orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(driver, options), profile);
    }

    private static Path emptyFolder() {
        try {
            return Files.createTempDirectory("chromium");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves a page, its size, its colours and its complaints behind; keeps who is logged in. */
    void freshTab() {
        String before = chromium.getWindowHandle();
        chromium.switchTo().newWindow(WindowType.TAB);
        String fresh = chromium.getWindowHandle();
        chromium.switchTo().window(before).close();
        chromium.switchTo().window(fresh);
        complaints();
    }

    void open(URI page) {
        chromium.get(page.toString());
    }

    /** Logs in by the address, which the browser remembers for the ones without a name. */
    void login(URI page, String name) {
        open(URI.create(page.toString().replaceFirst("//", "//" + name + ":" + name + "@")));
    }

    /** Waits until the page says something. */
    void reads(String text) {
        until("the page reads: " + text, driver -> text().contains(text));
    }

    String text() {
        return chromium.findElement(By.tagName("body")).getText();
    }

    /** Clicks a link, a button, a summary or a label by its text. */
    void click(String text) {
        click(By.xpath("//*[self::a or self::button or self::summary or self::label][normalize-space()=" + quoted(text)
                + "]"));
    }

    /** Clicks what is shown, and finds it again where the page was drawn anew between the two. */
    void click(By what) {
        until(what + " is clicked", driver -> shown(what)
                .map(found -> {
                    found.click();
                    return found;
                })
                .orElse(null));
    }

    private static String quoted(String text) {
        return text.contains("'") ? '"' + text + '"' : "'" + text + "'";
    }

    /** A field by its label, within the form of a name. */
    WebElement field(String form, String label) {
        return await(By.xpath("//form[@id='" + form + "']//label[starts-with(normalize-space(), '" + label
                + "')]//*[self::input or self::select]"));
    }

    /** Fills in a choice or a time, whose pickers differ from place to place. */
    void set(WebElement field, String value) {
        script(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
                field,
                value);
    }

    /** What a form says that it will do, once the server has answered. */
    String forecast(String form) {
        return until("the forecast of " + form + " is there", driver -> {
            WebElement forecast = chromium.findElement(By.id(form + "-forecast"));
            return "false".equals(forecast.getDomAttribute("aria-busy")) ? forecast.getText() : null;
        });
    }

    WebElement await(By what) {
        return until(what + " is shown", driver -> shown(what).orElse(null));
    }

    private Optional<WebElement> shown(By what) {
        return chromium.findElements(what).stream()
                .filter(WebElement::isDisplayed)
                .filter(WebElement::isEnabled)
                .findFirst();
    }

    <T> T until(String what, ExpectedCondition<T> condition) {
        return new WebDriverWait(chromium, LONGEST_WAIT)
                .withMessage(() -> what + "; it reads:\n" + text())
                .ignoring(StaleElementReferenceException.class)
                .until(condition);
    }

    WebElement focused() {
        return chromium.switchTo().activeElement();
    }

    void press(CharSequence... keys) {
        new Actions(chromium).sendKeys(keys).perform();
    }

    /** Goes on by the tabulator alone until something is focused. */
    void tabTo(By what) {
        WebElement wanted = await(what);
        for (int tabs = 0; tabs < MOST_TABS; tabs++) {
            if (focused().equals(wanted)) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError(what + " cannot be reached by the keyboard");
    }

    Object script(String script, Object... arguments) {
        return chromium.executeScript(script, arguments);
    }

    void phone(int width) {
        chromium.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 700, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark() {
        chromium.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    }

    /** What the browser complained of since the last time, such as what the Content-Security-Policy forbids. */
    List<String> complaints() {
        return chromium.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        chromium.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
