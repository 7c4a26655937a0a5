// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.File;
import java.io.StringReader;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.Pages;
import org.ration.samples.HelloApplication;
import org.ration.samples.HelloResource;
import org.ration.samples.QuotaDatabase;

/** What the README shows, by the starter and by a unit of the application, gives the fourth answer that it shows. */
class ReadmeIT {

    private static final String README = Pages.read(Pages.README);

    /** What another moment changes. */
    private static final Pattern TIMES = Pattern.compile("(?<=Retry-After: |;t=)\\d+|(?<=\"resetAt\":\")[^\"]+");

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = PayaraMicro.start(
                hello("starter.war").addAsLibrary(new File(System.getProperty("starter.jar"))),
                hello("own.war")
                        .addClass(QuotaDatabase.class)
                        .setWebXML(new StringAsset(DefinedDataSource.of(
                                        "org.h2.jdbcx.JdbcDataSource", "jdbc:h2:mem:readme;DB_CLOSE_DELAY=-1")
                                .webXml()))
                        .addAsResource(new StringAsset(block("xml", "<persistence ")), "META-INF/persistence.xml")
                        .addAsResource(
                                new StringAsset("ration.schema=create\n"), "META-INF/microprofile-config.properties"));
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"starter", "own"})
    void answersAsShown(String application) {
        Client client = server.client(application);

        for (int calls = 1; calls <= 3; calls++) {
            assertThat(client.get("api/hello").body()).isEqualTo("hello");
        }
        Answer fourth = client.get("api/hello");

        assertThat(withoutTimes(asShown(fourth))).isEqualTo(withoutTimes(shown()));
    }

    private static WebArchive hello(String name) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addAsLibrary(new File(System.getProperty("ration.jar")))
                .addClasses(HelloApplication.class, HelloResource.class);
    }

    /** The answer with the headers that the README shows, in its order. */
    private static String asShown(Answer answer) {
        String headers = shown().lines()
                .takeWhile(line -> !line.isEmpty())
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(':')))
                .map(name -> name + ": " + answer.header(name) + "\n")
                .collect(joining());
        return "HTTP/1.1 " + answer.status() + "\n" + headers + "\n" + answer.json();
    }

    /** The answer in the README, its body on one line. */
    private static String shown() {
        String block = block("http", "HTTP/1.1 429");
        int body = block.indexOf("\n\n") + 2;
        return block.substring(0, body)
                + Json.createReader(new StringReader(block.substring(body))).readObject();
    }

    private static String withoutTimes(String answer) {
        return TIMES.matcher(answer).replaceAll("…");
    }

    /** The one block of a language that begins so. */
    private static String block(String language, String begin) {
        return Pattern.compile(
                        "^```" + language + "\n(" + Pattern.quote(begin) + ".*?)^```",
                        Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(README)
                .results()
                .map((MatchResult block) -> block.group(1))
                .findFirst()
                .orElseThrow();
    }
}
