// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ration.Pages;
import org.ration.testing.Database;
import org.ration.testing.Program;
import org.ration.testing.TestDatabase;

/** The scripts run by hand, by the two commands of docs/getting-started.md. */
class ScriptsByHandIT {

    private static final Pattern BY_HAND =
            Pattern.compile("\\*\\*By hand\\*\\*: `(unzip [^`]+)`, then\\s+`(psql [^`]+) shop`");

    @Test
    void makeTheTables(@TempDir Path folder) {
        assumeTrue(Program.areInstalled("unzip", "psql"), "needs unzip and psql");
        MatchResult commands = BY_HAND.matcher(Pages.read(Path.of("docs/getting-started.md")))
                .results()
                .findFirst()
                .orElseThrow();
        Path jar = Path.of(System.getProperty("ration.jar"));
        ServerFiles.copy(jar, folder.resolve(jar.getFileName()));

        try (TestDatabase database = TestDatabase.empty(Database.POSTGRESQL, 2)) {
            String shop = database.url().replaceFirst("^jdbc:", "");
            Program.run(folder, "bash", "-c", commands.group(1));
            Program.run(folder, "bash", "-c", commands.group(2) + " '" + shop + "'");

            assertThat(database.text("select content from ration_meta where name = 'schema'"))
                    .isEqualTo("1");
        }
    }
}
