// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.ration.it.desk.DeskApplication;
import org.ration.it.testing.CountersResource;

/** The operators' page in a real browser. Each test has a caller of its own, who may make three calls a month. */
@EnabledIf("org.ration.it.Browser#isInstalled")
@ExtendWith(ArquillianExtension.class)
class AdminPageIT {

    private static final String LIMIT = "override";

    private static Browser browser;

    @ArquillianResource
    private URI base;

    private Client desk;

    @Deployment(testable = false)
    static WebArchive desk() {
        return Wars.war(
                        "desk.war",
                        "java:comp/DefaultDataSource",
                        "ration.schema=create",
                        "ration.secret=a secret of this test only",
                        "ration.admin.enabled=true")
                .addPackage(DeskApplication.class.getPackage())
                .addPackage(CountersResource.class.getPackage());
    }

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @BeforeEach
    void login() {
        desk = new Client(base);
        browser.freshTab();
        browser.login(page(""), "operator");
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @Test
    void findsTheKeyThatIsRefusedAndRaisesItsLimitSoThatTheNextCallPasses() {
        use("refused", 3);
        assertThat(call("refused")).isEqualTo(429);

        browser.open(page(""));
        browser.click("Used up");
        browser.click("param:who:refused");
        browser.reads("Calls are refused: all 3 are used.");
        browser.field(LIMIT, "New limit").sendKeys("5");
        browser.field(LIMIT, "Reason").sendKeys("agreed by telephone");

        assertThat(browser.forecast(LIMIT))
                .isEqualTo("The limit becomes 5 until it is cleared; 3 of 5 used, the next call passes.");
        assertThat(call("refused")).isEqualTo(429);
        browser.click("Set the limit");
        browser.reads("Done: operator set the limit to 5.");
        browser.reads("Calls pass: 2 of 5 remain.");
        browser.reads("“agreed by telephone”");
        assertThat(call("refused")).isEqualTo(200);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void clearsTheLimitThatWasSet() {
        use("clear", 3);
        open("clear");
        send(LIMIT, "New limit", "9", "Set the limit");
        browser.reads("Calls pass: 6 of 9 remain.");

        browser.click("Clear the limit that was set");
        assertThat(browser.forecast("clear-override"))
                .isEqualTo("The limit goes back to 3, as last declared; 3 of 3 used, the next call is refused.");
        browser.field("clear-override", "Reason").sendKeys("over");
        browser.click("Clear it");

        browser.reads("Calls are refused: all 3 are used.");
        assertThat(call("clear")).isEqualTo(429);
    }

    @Test
    void grantsUnitsForTheWindow() {
        use("grant", 3);
        open("grant");

        browser.click("Grant units for this window");
        send("grant", "Extra units", "2", "Grant");

        browser.reads("Done: operator granted 2 more for the window, now 2 extra.");
        browser.reads("Calls pass: 2 of 5 remain.");
        assertThat(call("grant")).isEqualTo(200);
    }

    @Test
    void correctsWhatIsUsed() {
        use("correct", 3);
        open("correct");

        browser.click("Correct what is used");
        browser.field("correct", "Change of used").sendKeys("-5");
        assertThat(browser.forecast("correct")).isEqualTo("Only 3 are used, and 0 granted; no more can be subtracted.");
        browser.field("correct", "Change of used").clear();
        send("correct", "Change of used", "-1", "Correct");

        browser.reads("Done: operator corrected used from 3 to 2.");
        assertThat(desk.used("param:who:correct")).isEqualTo(2);
    }

    @Test
    void resetsAnAccount() {
        use("reset", 3);
        open("reset");

        browser.click("Reset to 0");
        browser.field("reset", "Reason").sendKeys("a test ran wild");
        assertThat(browser.forecast("reset"))
                .startsWith("Used becomes 0, 3 before; 0 of 3 used, the next call passes.");
        browser.click(By.cssSelector("#reset button"));

        browser.reads("Calls pass: 3 of 3 remain.");
        assertThat(desk.used("param:who:reset")).isZero();
    }

    @Test
    void restartsAWindow() {
        use("restart", 3);
        open("restart");

        browser.click("Restart the window");
        assertThat(browser.forecast("restart"))
                .startsWith("The window ends now with 3 used")
                .endsWith("0 of 3 used, the next call passes.");
        browser.field("restart", "Reason").sendKeys("the clock was wrong");
        browser.click(By.cssSelector("#restart button"));

        browser.reads("Done: operator restarted the window, with 3 used.");
        assertThat(call("restart")).isEqualTo(200);
        browser.reads("Calls pass: 2 of 3 remain.");
    }

    /** Refused with nothing used: the page says what fills the quota, and lets go of it. */
    @Test
    void showsWhatIsHeldAndReleasesOneHoldByHand() {
        String reason = "<img src=x onerror=alert(1)>";
        hold("held", 2);
        hold("held", 1);
        assertThat(call("held")).isEqualTo(429);
        open("held");

        browser.reads("Calls are refused: 0 of 3 are used, and 3 are held by calls that have not ended."
                + " They pass again when what is held is given back, the limit is raised");
        browser.reads("0 of 3 used, 3 held");
        browser.reads("full, partly held");
        browser.reads("Held now");
        browser.reads("in 39 minutes");
        assertThat(browser.script("return [...document.querySelectorAll('.standing .fill')]"
                        + ".map(bar => bar.getAttribute('width'))"))
                .as("what is taken, and what of it is used")
                .isEqualTo(List.of("100", "0"));
        browser.click("Release …");
        assertThat(browser.focused()).isEqualTo(browser.field("release-hold", "Reason"));
        assertThat(browser.forecast("release-hold")).startsWith("2 units are given back now.");
        browser.field("release-hold", "Reason").sendKeys(reason);
        browser.click("Release it");

        browser.reads("Done: operator released a hold of 2.");
        browser.reads("Calls pass: 2 of 3 remain.");
        browser.reads("“" + reason + "”");
        assertThat(browser.script("return document.querySelectorAll('main img').length"))
                .isEqualTo(0L);
        assertThat(call("held")).isEqualTo(200);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void releasesByTheKeyboardAloneTheHoldThatWasChosenHoweverTheListChanges() {
        String older = hold("chosen", 1);
        hold("chosen", 2);
        open("chosen");

        browser.tabTo(By.cssSelector("[aria-label='Release the hold of 2']"));
        browser.press(Keys.ENTER);
        browser.press("the job was killed");
        desk.get("api/holds/release?id=" + Client.encode(older));
        browser.reads("0 of 3 used, 2 held");
        assertThat(browser.forecast("release-hold")).startsWith("2 units are given back now.");
        browser.press(Keys.ENTER);

        browser.reads("Done: operator released a hold of 2.");
        browser.reads("“the job was killed”");
        browser.reads("Calls pass: 3 of 3 remain.");
    }

    @Test
    void saysThatTheHoldHasEndedThatWasToBeReleased() {
        String ending = hold("ending", 1);
        open("ending");
        browser.click("Release …");
        browser.field("release-hold", "Reason").sendKeys("too late");

        desk.get("api/holds/release?id=" + Client.encode(ending));

        browser.reads("The hold has ended, or is on another page.");
        assertThat(browser.field("release-hold", "Reason").getDomProperty("value"))
                .isEqualTo("too late");
        assertThat(browser.script("return document.querySelector('#release-hold button').disabled"))
                .isEqualTo(true);
    }

    @Test
    void turnsThePagesOfHolds() {
        desk.get("api/calls?who=many");
        open("many");
        send(LIMIT, "New limit", "100", "Set the limit");
        browser.reads("Done: operator set the limit to 100.");
        for (int i = 0; i < 26; i++) {
            hold("many", i == 25 ? 7 : 1);
        }

        browser.reads("1 of 100 used, 32 held");
        browser.click("Next");
        browser.await(By.cssSelector("[aria-label='Release the hold of 7']"));
        browser.click("Previous");
        browser.await(By.cssSelector("[aria-label='Release the hold of 1']"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void showsWindowsOfHoursOnceForEverAndCallsInFlight() {
        desk.get("api/calls/trial?who=windows");
        desk.get("api/calls/shift?who=windows");
        desk.get("api/holds/export?who=windows");
        desk.get("api/holds/export?who=windows");

        browser.open(page("#/accounts?key=windows"));
        browser.reads("never resets");
        browser.reads("resets in 4 hours");
        browser.reads("2 of 2 held");
        browser.reads("given back when calls end");
        browser.open(page("#/quotas"));
        browser.reads("3 in all, for each param:who");
        browser.reads("3 per 5 hours, for each param:who");
        open("windows", "once");
        browser.reads("Calls pass: 2 of 3 remain.");
        browser.reads("in all");
        open("windows", "inflight");
        browser.reads("Calls are refused: 2 of 2 are held by calls that have not ended.");
        browser.reads("at a time");
        open("windows", "5h");
        move("PT6H");
        desk.get("api/calls/shift?who=windows");
        browser.reads("Calls pass: 2 of 3 remain.");
        browser.click("As a table");
        assertThat(browser.await(By.cssSelector(".card td")).getText()).matches("\\d+ \\w+ 20\\d\\d \\d\\d:\\d\\d");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void saysThatAWindowBeginsLaterAndWhy() {
        move("P1100D");
        use("ahead", 3);
        move("-P1100D");
        assertThat(call("ahead")).isEqualTo(429);
        open("ahead");

        browser.reads("This window begins only in");
        browser.reads("it was opened by a clock that was ahead");
        browser.click("Restart the window");
        browser.field("restart", "Reason").sendKeys("the clock was wrong");
        browser.forecast("restart");
        browser.click(By.cssSelector("#restart button"));

        browser.reads("Done: operator restarted the window");
        assertThat(call("ahead")).isEqualTo(200);
    }

    /** A letter that turns the text around, and one that has no width: neither is obeyed, both are seen. */
    @Test
    void showsCharactersThatAreNotSeen() {
        use("seen\u202e1", 1);
        use("seen1\u200b", 1);
        use("seen1", 1);
        browser.open(page("#/accounts?key=seen"));

        browser.reads("param:who:seen\u27e8U+202E\u27e91");
        browser.reads("param:who:seen1\u27e8U+200B\u27e9");
        browser.click("param:who:seen\u27e8U+202E\u27e91");
        browser.reads("Adjust");
        assertThat(browser.script("return document.title"))
                .isEqualTo("param:who:seen\u27e8U+202E\u27e91 \u00b7 Ration");
        assertThat(browser.script("return document.querySelector('h1 bdi').textContent"))
                .isEqualTo("param:who:seen\u27e8U+202E\u27e91");
    }

    @Test
    void takesTextsOfEveryScript() {
        String who = "m\u00fcller \u65e5\u672c\u8a9e \u05e9\u05dc\u05d5\u05dd";
        use(who, 3);
        browser.open(page(""));

        browser.await(By.name("key")).sendKeys("m\u00fcller \u65e5");
        browser.reads("\n1 account\n");
        browser.click("param:who:" + who);
        browser.reads("Adjust");
        browser.field(LIMIT, "New limit").sendKeys("5");
        browser.field(LIMIT, "Reason").sendKeys("ausdr\u00fccklich \u540c\u610f");
        browser.click("Set the limit");
        browser.reads("\u201causdr\u00fccklich \u540c\u610f\u201d");
        browser.click("Erase this key \u2026");
        browser.reads("1 account of param:who:" + who + " will be erased");
    }

    @Test
    void refusesWhatItCannotRead() {
        use("unread", 3);
        open("unread");

        browser.field(LIMIT, "New limit").sendKeys("1,5");
        assertThat(browser.forecast(LIMIT))
                .isEqualTo(
                        "\u201c1,5\u201d is not a whole number of at most 15 digits. Write digits only, such as 1500.");
        assertThat(browser.script("return document.querySelector('#override button').disabled"))
                .isEqualTo(true);
        browser.field(LIMIT, "New limit").clear();
        browser.field(LIMIT, "New limit").sendKeys("1,500");
        assertThat(browser.forecast(LIMIT)).startsWith("The limit becomes 1,500 until");
    }

    @Test
    void showsAWayBackFromAnAccountThatIsNotThere() {
        browser.open(page("#/account/" + "0".repeat(64)));

        browser.reads("There is no such account");
        browser.click("Show all accounts");
        browser.reads("Make the account of a key");
    }

    @Test
    void opensWithWhatIsMostUrgent() {
        use("urgent-a", 1);
        use("urgent-b", 3);

        browser.open(page("#/accounts?key=urgent-"));
        browser.reads("\n2 accounts\n");

        assertThat(browser.text().indexOf("urgent-b")).isLessThan(browser.text().indexOf("urgent-a"));
    }

    /** While one types a key to erase, the server is asked once, however many accounts there are. */
    @Test
    void asksForOneCountOfAKeyToErase() {
        use("counted", 1);
        browser.open(page("#/clean-up"));
        browser.reads("Erase a key");

        browser.field("erase", "Key, exactly").sendKeys("param:who:counted");
        browser.reads("1 account of param:who:counted will be erased");

        assertThat(browser.script("return performance.getEntriesByType('resource')"
                        + ".filter(entry => /api\\/(erase|accounts)/.test(entry.name)).length"))
                .isEqualTo(1L);
    }

    @Test
    void resetsAllThatMatchAfterItHasSaidHowMany() {
        use("mass-1", 2);
        use("mass-2", 3);
        use("other", 1);
        browser.open(page("#/accounts?key=mass-"));

        browser.click("Reset all accounts that match…");
        browser.reads("2 accounts match the filters above. 2 of them have used something: used becomes 0 there.");
        assertThat(browser.forecast("mass-reset")).endsWith("Type the number 2 to continue.");
        browser.field("mass-reset", "Number of accounts").sendKeys("3");
        browser.field("mass-reset", "Reason").sendKeys("the backend failed", Keys.ENTER);
        assertThat(browser.forecast("mass-reset")).endsWith("Type the number 2 to continue.");
        assertThat(desk.used("param:who:mass-1")).isEqualTo(2);
        browser.field("mass-reset", "Number of accounts").clear();
        browser.field("mass-reset", "Number of accounts").sendKeys("2");
        browser.click("Reset them");

        browser.reads("2 accounts reset.");
        assertThat(desk.used("param:who:mass-1")).isZero();
        assertThat(desk.used("param:who:mass-2")).isZero();
        assertThat(desk.used("param:who:other")).isEqualTo(1);
    }

    @Test
    void erasesAKeyOnceTheOperatorSaysThatItIsMeant() {
        use("erase", 2);
        open("erase");

        browser.click("Erase this key …");
        browser.reads("1 account of param:who:erase will be erased, with all history. Tick the box to continue.");
        browser.field("erase", "This is the key").click();
        browser.field("erase", "Reason").sendKeys("asked by letter");
        browser.click("Erase for good");

        browser.reads("param:who:erase is erased: 1 account.");
        assertThat(desk.used("param:who:erase")).isZero();
    }

    @Test
    void purgesAccountsThatAreIdleAndNoOthers() {
        use("idle", 1);
        LocalDate today = move("P40D").atZone(ZoneOffset.UTC).toLocalDate();
        use("busy", 1);
        browser.open(page("#/clean-up"));

        browser.set(browser.field("purge", "Window ended before"), today.toString());
        browser.until(
                "the idle are counted", driver -> browser.forecast("purge").endsWith("to continue."));
        String idle = browser.forecast("purge").replaceAll(".*Type the number (.*) to continue\\.", "$1");
        browser.field("purge", "Number of accounts").sendKeys(idle);
        assertThat(browser.forecast("purge")).endsWith("and will be removed.");
        browser.field("purge", "Reason").sendKeys("spring cleaning");
        browser.click("Purge for good");

        browser.reads(" purged.");
        browser.open(page("#/accounts?key=idle"));
        browser.reads("No account matches.");
        assertThat(desk.used("param:who:busy")).isEqualTo(1);
    }

    @Test
    void turnsPages() {
        for (int who = 10; who < 37; who++) {
            use("page-" + who, 1);
        }
        browser.open(page("#/accounts?key=page-&sort=key"));

        browser.reads("Accounts 1 to 25 of more");
        browser.click("Next");
        browser.reads("Accounts 26 to 27");
        browser.reads("param:who:page-36");
        browser.click("Previous");
        browser.reads("param:who:page-10");
    }

    @Test
    void findsTheAccountOfAnApiKeyAndKeepsTheKeyNowhere() {
        assertThat(desk.get("api/calls/by-key", "X-Api-Key", "hush-hush-7").status())
                .isEqualTo(200);
        browser.open(page(""));

        browser.click("Find the account of an API key or another secret");
        browser.await(By.name("value")).sendKeys("hush-hush-7");
        browser.click("Find");

        browser.reads("\n1 account\n");
        browser.click(By.partialLinkText("header:x-api-key:"));
        browser.reads("Calls pass: 2 of 3 remain.");
        assertThat((String) browser.script("return location + document.documentElement.innerHTML"))
                .doesNotContain("hush-hush");
    }

    @Test
    void aLimitEndsAtTheTimeThatWasChosen() {
        use("until", 3);
        open("until");
        ZonedDateTime end = move("PT0S").atZone(ZoneId.of("Europe/Berlin")).plusHours(1);

        browser.field(LIMIT, "New limit").sendKeys("5");
        browser.set(browser.field(LIMIT, "Lasts until"), "date");
        browser.set(
                browser.field(LIMIT, "Until, in Europe/Berlin"),
                end.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm")));
        assertThat(browser.forecast(LIMIT))
                .matches("The limit becomes 5 until .* Europe/Berlin; 3 of 5 used, the next call passes\\.");
        browser.field(LIMIT, "Reason").sendKeys("for an hour");
        browser.click("Set the limit");

        browser.reads("Calls pass: 2 of 5 remain.");
        assertThat(call("until")).isEqualTo(200);
        move("PT2H");
        assertThat(call("until")).isEqualTo(429);
        browser.reads("Calls are refused: all 3 are used.");
    }

    @Test
    void makesTheAccountOfAKeyThatWasNeverLetInSoThatItsLimitCanBeRaised() {
        assertThat(desk.get("api/calls/closed?who=newcomer").status()).isEqualTo(429);
        browser.open(page("#/accounts?key=param:who:newcomer"));
        browser.reads("No account matches.");

        browser.click("Make the account of a key that has none…");
        assertThat(browser.field("prepare", "The whole key").getDomProperty("value"))
                .isEqualTo("param:who:newcomer");
        browser.set(browser.field("prepare", "Quota"), "closed-month");
        browser.field("prepare", "Reason").sendKeys("signed the contract");
        browser.click("Make the account");

        browser.reads("Every call is refused: the limit is 0.");
        send(LIMIT, "New limit", "1", "Set the limit");
        browser.reads("Calls pass: 1 of 1 remain.");
        browser.reads("operator made the account, before any call was counted");
        assertThat(desk.get("api/calls/closed?who=newcomer").status()).isEqualTo(200);
        assertThat(desk.get("api/calls/closed?who=newcomer").status()).isEqualTo(429);
    }

    @Test
    void showsWhereQuotasAreDeclared() {
        browser.open(page("#/quotas"));

        browser.reads("3 per month, for each param:who");
        browser.reads("org.ration.it.desk.CallResource#call");
    }

    @Test
    void showsMarkupInAKeyAndInAReasonAsText() {
        String markup = "<script>document.title='owned'</script><img src=x onerror=alert(1)>";
        use(markup, 1);
        browser.open(page("#/accounts?key=script"));

        browser.click("param:who:" + markup);
        browser.field(LIMIT, "Reason").sendKeys(markup);
        browser.field(LIMIT, "New limit").sendKeys("7");
        browser.click("Set the limit");

        browser.reads("“" + markup + "”");
        assertThat(browser.script("return document.querySelectorAll('main img, main script').length"))
                .isEqualTo(0L);
        assertThat(browser.script("return document.title")).isNotEqualTo("owned");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void letsNobodyInWhoIsNotInTheRole() {
        try (Browser visitor = Browser.start()) {
            visitor.login(page(""), "visitor");

            visitor.reads("You are logged in as visitor, without the role ration-admin.");
            assertThat((String) visitor.script("return document.contentType")).isEqualTo("text/html");
            visitor.open(page("api/accounts"));
            visitor.reads("not-permitted");
        }
    }

    @Test
    void refusesAFormThatAnotherSitePosts() throws IOException {
        use("forged", 3);
        browser.open(page(""));
        browser.reads("param:who:forged");
        HttpServer site = siteWith(
                """
                <form method="post" enctype="text/plain" action="TARGET">
                    <input name='{"filter":{},"atMost":1000,"reason":"' value='"}'><button>Win a prize</button>
                </form>"""
                        .replace("TARGET", page("api/accounts/reset").toString()));

        try {
            browser.open(URI.create("http://localhost:" + site.getAddress().getPort() + "/"));
            browser.click("Win a prize");

            browser.reads("cross-site");
            assertThat(desk.used("param:who:forged")).isEqualTo(3);
        } finally {
            site.stop(0);
        }
    }

    @Test
    void refreshesTheFiguresWithoutTouchingWhatIsTypedOrWhereOneIs() {
        use("typing", 1);
        open("typing");
        browser.phone(360);
        browser.field(LIMIT, "New limit").sendKeys("50");
        WebElement reason = browser.field(LIMIT, "Reason");
        reason.sendKeys("half a sen", Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        long scrolled = (Long) browser.script("return Math.round(scrollY)");

        use("typing", 1);

        browser.until(
                "the forecast is of two", driver -> browser.forecast(LIMIT).contains("2 of 50 used"));
        assertThat(browser.focused()).isEqualTo(reason);
        assertThat(browser.script("return [document.activeElement.value, document.activeElement.selectionStart]"))
                .isEqualTo(List.of("half a sen", 8L));
        assertThat(browser.field(LIMIT, "New limit").getDomProperty("value")).isEqualTo("50");
        assertThat(scrolled).isPositive();
        assertThat(browser.script("return Math.round(scrollY)")).isEqualTo(scrolled);
    }

    @Test
    void showsWhatSomebodyElseDidMeanwhileAndKeepsWhatIsTyped() {
        use("meanwhile", 3);
        open("meanwhile");
        browser.field(LIMIT, "New limit").sendKeys("40");
        browser.field(LIMIT, "Reason").sendKeys("mine");
        String account = (String) browser.script("return location.hash.split('/')[2]");
        try (Browser other = Browser.start()) {
            other.login(page(""), "operator");
            other.open(page("#/account/" + account));
            other.field(LIMIT, "New limit").sendKeys("30");
            other.field(LIMIT, "Reason").sendKeys("quicker");
            other.click("Set the limit");
            other.reads("Done: operator set the limit to 30.");
        }

        browser.click("Set the limit");

        browser.reads(
                "Another operator changed this account (operator set the limit to 30). Your change was not made.");
        browser.reads("Calls pass: 27 of 30 remain.");
        assertThat(browser.field(LIMIT, "New limit").getDomProperty("value")).isEqualTo("40");
        browser.click("Set the limit");
        browser.reads("Done: operator set the limit to 40; it was set to 30.");
    }

    @Test
    void isUsedByTheKeyboardAlone() {
        use("keyboard", 3);
        browser.open(page(""));
        browser.reads("param:who:keyboard");

        browser.tabTo(By.name("key"));
        browser.press("keyboard");
        browser.reads("\n1 account\n");
        browser.tabTo(By.linkText("param:who:keyboard"));
        browser.press(Keys.ENTER);
        browser.reads("Calls are refused");
        browser.tabTo(By.name("limit"));
        browser.press("4");
        browser.tabTo(By.cssSelector("#override [name=reason]"));
        browser.press("without a mouse");
        browser.forecast(LIMIT);
        browser.press(Keys.ENTER);

        browser.reads("Done: operator set the limit to 4.");
        assertThat(call("keyboard")).isEqualTo(200);
    }

    @Test
    void fitsAPhoneAndTheDark() {
        use("a-name-that-is-much-too-long-for-a-phone-and-cannot-be-broken-anywhere-0123456789", 2);
        hold("a-name-that-is-much-too-long-for-a-phone-and-cannot-be-broken-anywhere-0123456789", 1);
        browser.phone(360);
        browser.dark();

        for (String view : List.of("#/accounts", "#/quotas", "#/audit", "#/clean-up")) {
            browser.open(page(view));
            browser.reads("Figures of");
            assertFits(view);
        }
        open("a-name-that-is-much-too-long");
        browser.reads("Calls are refused");
        browser.click("Release …");
        assertFits("account");
        assertThat(browser.script("return getComputedStyle(document.documentElement).backgroundColor"))
                .isEqualTo("rgb(18, 23, 29)");
    }

    private URI page(String rest) {
        return base.resolve("ration/" + rest);
    }

    /** Moves the application's clock, and tells the time. */
    private Instant move(String by) {
        return Instant.parse(desk.get("api/clock?by=" + by).body());
    }

    private int call(String who) {
        return desk.get("api/calls?who=" + Client.encode(who)).status();
    }

    private void use(String who, int calls) {
        for (int call = 0; call < calls; call++) {
            assertThat(call(who)).isEqualTo(200);
        }
    }

    /** By the list, as an operator gets there. */
    private void open(String who) {
        browser.open(page("#/accounts?key=" + Client.encode("param:who:" + who)));
        browser.click(By.partialLinkText("param:who:" + who));
        browser.reads("Adjust");
    }

    private void open(String who, String period) {
        browser.open(page("#/accounts?key=" + Client.encode("param:who:" + who) + "&period=" + period));
        browser.click(By.partialLinkText("param:who:" + who));
        browser.reads("Adjust");
    }

    private String hold(String who, int units) {
        Answer held = desk.get("api/holds?who=" + Client.encode(who) + "&units=" + units);
        assertThat(held.status()).as(held.body()).isEqualTo(200);
        return held.body();
    }

    private void send(String form, String label, String value, String button) {
        browser.field(form, label).sendKeys(value);
        browser.field(form, "Reason").sendKeys("because");
        browser.click(button);
    }

    private void assertFits(String view) {
        assertThat(browser.script("return innerWidth")).isEqualTo(360L);
        assertThat(browser.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as(view)
                .isEqualTo(0L);
    }

    private static HttpServer siteWith(String body) throws IOException {
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            byte[] page = ("<!doctype html>" + body).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        site.start();
        return site;
    }
}
