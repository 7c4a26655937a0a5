// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.ration.http.Decisions.allowed;
import static org.ration.http.Decisions.day;
import static org.ration.http.Decisions.month;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ration.QuotaDecision;
import org.ration.cdi.Settings.Headers;
import org.ration.testing.Program;

/** Readers of other people, which npm fetches, read the headers as docs/http.md says. */
@Tag("long")
class HeaderReadersTest {

    private static final Path SOURCES = Path.of("src", "test", "node", "readers");
    private static final Path FOLDER = Path.of("target", "readers");

    @BeforeAll
    static void install() throws IOException {
        assumeTrue(Program.areInstalled("node", "npm"), "needs Node and npm");
        Files.createDirectories(FOLDER);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Files.write(FOLDER.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        Program.run(FOLDER, "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
    }

    @ParameterizedTest
    @EnumSource(
            value = Headers.class,
            names = {"DRAFT", "BOTH"})
    void aReaderOfStructuredFieldsReadsEveryMember(Headers form) {
        assertThat(read(form))
                .contains(
                        "ratelimit-policy month q=10000 w=2678400",
                        "ratelimit-policy day q=1000 w=86400",
                        "ratelimit month r=9500 t=2635200",
                        "ratelimit day r=980 t=43200");
    }

    @ParameterizedTest
    @EnumSource(
            value = Headers.class,
            names = {"DRAFT", "BOTH"})
    void aReaderOfTheSeventhRevisionFindsNoNumbersInTheEleventh(Headers form) {
        assertThat(read(form)).contains("parser NaN NaN");
    }

    @Test
    void aReaderOfTheSeventhRevisionReadsTheLegacyFields() {
        assertThat(read(Headers.LEGACY)).containsExactly("parser 1000 980");
    }

    private static List<String> read(Headers form) {
        QuotaDecision decision = allowed(month(500, 10_000), day("", 20, 1_000));
        MultivaluedMap<String, Object> response = new MultivaluedHashMap<>();
        new RateLimitHeaders(form).write(List.of(decision), decision, response);
        List<String> command = new ArrayList<>(List.of("node", "read.mjs"));
        response.forEach(
                (name, values) -> command.addAll(List.of(name, values.get(0).toString())));
        return Program.run(FOLDER, command.toArray(String[]::new)).lines().toList();
    }
}
