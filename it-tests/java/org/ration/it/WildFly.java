// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.testing.Jdk;

/** Starts WildFly, set up as the users' guide says. */
final class WildFly {

    private WildFly() {}

    /** Starts a WildFly that the build has unpacked. */
    static TestServer start(Jdk jdk, String server, WebArchive... applications) {
        Path home = ServerFiles.home(server);
        Path base = ServerFiles.temporaryFolder(server);
        ServerFiles.copy(home.resolve("standalone"), base.resolve("standalone"));
        configure(jdk, home, base.resolve("standalone"));
        Wars.export(base.resolve("standalone").resolve("deployments"), applications);
        int port = ServerProcess.freePort();
        int management = ServerProcess.freePort();
        ProcessBuilder command = script(
                jdk,
                home,
                "standalone.sh",
                "-b",
                "127.0.0.1",
                "-bmanagement",
                "127.0.0.1",
                "-Djboss.server.base.dir=" + base.resolve("standalone"),
                "-Djboss.http.port=" + port,
                "-Djboss.https.port=" + ServerProcess.freePort(),
                "-Djboss.management.http.port=" + management);
        return ServerProcess.start(command, port, management, ReadySign.of("WFLYSRV002[56]", 1));
    }

    private static void configure(Jdk jdk, Path home, Path base) {
        Path commands = base.resolve("guide.cli");
        ServerFiles.write(commands, ServerFiles.block("WildFly", "text"));
        ProcessBuilder command = script(jdk, home, "jboss-cli.sh", "--file=" + commands);
        command.environment().put("JAVA_OPTS", "-Djboss.server.base.dir=" + base);
        try {
            Process cli = command.redirectErrorStream(true).start();
            String output = new String(cli.getInputStream().readAllBytes());
            if (cli.waitFor() != 0) {
                throw new IllegalStateException("WildFly does not take what the guide says: " + output);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static ProcessBuilder script(Jdk jdk, Path home, String name, String... arguments) {
        ProcessBuilder script =
                new ProcessBuilder(home.resolve("bin").resolve(name).toString());
        script.command().addAll(List.of(arguments));
        script.environment().put("JAVA_HOME", jdk.home().toString());
        return script;
    }
}
