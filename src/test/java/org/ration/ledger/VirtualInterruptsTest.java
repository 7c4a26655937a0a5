// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ration.testing.Database;
import org.ration.testing.Jdk;

/** Callers on virtual threads that are interrupted, on a JDK 25: each interrupt touches its own caller only. */
class VirtualInterruptsTest {

    @Test
    void reachNobodyElse(@TempDir Path directory) throws Exception {
        Optional<Jdk> jdk = Jdk.ofVersion(25);
        assumeTrue(jdk.isPresent(), "needs a JDK 25 beside the one that runs the tests, or the property java25.home");
        Path output = directory.resolve("output");

        Process callers = new ProcessBuilder(List.of(
                        jdk.orElseThrow().java().toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        VirtualInterrupts.class.getName(),
                        Database.POSTGRESQL.newUrl("interrupts")))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(callers.waitFor()).as(output.toString()).isZero();
        assertThat(output)
                .content()
                .contains("counted - charged = 0\n")
                .contains("strangers failed: 0\n")
                .contains("unknown: 0\n")
                .contains("somebody withdrawn: true\n")
                .contains("all answered: true\n");
    }
}
