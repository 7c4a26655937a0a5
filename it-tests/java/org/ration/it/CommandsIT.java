// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ration.testing.Program;

/**
 * The commands of the pages that no build runs by itself, in a checkout: what is typed, and what shortens it.
 * CommandsTest compares them with the pages.
 */
@Tag("long")
class CommandsIT {

    private static final Path API = Path.of("src/test/resources/org/ration/api.txt");

    private static Path checkout;

    @BeforeAll
    static void checkOut() {
        checkout = Checkout.copy();
    }

    @ParameterizedTest
    @CsvSource({
        "mvn install -Dmaven.test.skip,",
        "mvn spotless:apply,",
        "mvn test -Dtest=ApiTest -Dapi.renew=true,",
        "mvn test -Dtest=QuotaPeriodTest,",
        "mvn verify -Dit.test=ModuleIT -Dtest=QuotaTest,",
        "mvn verify -Dservers=wildfly -Dtest=QuotaTest, -Dit.test=StarterOn*",
        "'mvn verify -Dservers=wildfly,payara6', -Dtest=QuotaTest -Dit.test=StarterOn*",
        "mvn -Pbench, -Dbench.quick=true -Dbench.loads=hold -Dbench.designs=Ration",
        "mvn -Pbench -Dbench.parts=signals, -Dbench.quick=true"
    })
    void succeeds(String command, String shortened) {
        Program.run(checkout, "bash", "-c", command + " -q -B -ntp " + (shortened == null ? "" : shortened));

        assertThat(checkout.resolve(API)).as("what a build generates").hasSameTextualContentAs(API);
    }

    @Test
    void theDemoStarts() {
        int port = ServerProcess.freePort();
        ProcessBuilder command = new ProcessBuilder("bash", "-c", "exec mvn -Pdemo -B -ntp -Ddemo.port=" + port)
                .directory(checkout.toFile());

        try (TestServer demo = ServerProcess.start(command, port, port, ReadySign.of("The counters are kept in", 1))) {
            assertThat(demo.root().get("").status()).isEqualTo(200);
        }
    }
}
