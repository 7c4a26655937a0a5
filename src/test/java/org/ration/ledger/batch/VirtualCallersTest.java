package org.ration.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Callers on virtual threads, on the JDK that the environment variable names: none of them holds its carrier while it waits. */
@EnabledIfEnvironmentVariable(
        named = VirtualCallersTest.JDK,
        matches = ".+",
        disabledReason = "needs a JDK 24 or later")
class VirtualCallersTest {

    static final String JDK = "RATION_JDK25_HOME";

    @Test
    void noCarrierIsPinned(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");

        Process callers = new ProcessBuilder(List.of(
                        Path.of(System.getenv(JDK), "bin", "java").toString(),
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
