// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ration.testing.Jdk;

/** Callers on virtual threads, on a JDK 25: none of them holds its carrier while it waits. */
class VirtualCallersTest {

    @Test
    void noCarrierIsPinned(@TempDir Path directory) throws Exception {
        Optional<Jdk> jdk = Jdk.ofVersion(25);
        assumeTrue(jdk.isPresent(), "needs a JDK 25 beside the one that runs the tests, or the property java25.home");
        Path output = directory.resolve("output");

        Process callers = new ProcessBuilder(List.of(
                        jdk.orElseThrow().java().toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        VirtualCallers.class.getName(),
                        directory.resolve("pinned.jfr").toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(callers.waitFor()).as(output.toString()).isZero();
        assertThat(output).content().contains("64000 charged").contains("0 pinned");
    }
}
