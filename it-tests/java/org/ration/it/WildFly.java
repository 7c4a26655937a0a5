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

    /** The broker of standalone-full.xml, without its ports. */
    private static final String MESSAGING =
            """
            /extension=org.wildfly.extension.messaging-activemq:add
            /subsystem=messaging-activemq:add
            /subsystem=messaging-activemq/server=default:add(security-enabled=false)
            /subsystem=messaging-activemq/server=default/in-vm-acceptor=in-vm:add(server-id=0)
            /subsystem=messaging-activemq/server=default/in-vm-connector=in-vm:add(server-id=0)
            /subsystem=messaging-activemq/server=default/jms-queue=DLQ:add(entries=["java:/jms/queue/DLQ"])
            /subsystem=messaging-activemq/server=default/address-setting=#:add(dead-letter-address=jms.queue.DLQ)
            /subsystem=messaging-activemq/server=default/pooled-connection-factory=activemq-ra:add(\
                entries=["java:/JmsXA","java:jboss/DefaultJMSConnectionFactory"],connectors=["in-vm"],transaction=xa)
            /subsystem=ee/service=default-bindings:write-attribute(\
                name=jms-connection-factory,value="java:jboss/DefaultJMSConnectionFactory")
            /subsystem=ejb3:write-attribute(name=default-resource-adapter-name,value=activemq-ra.rar)
            /subsystem=ejb3:write-attribute(name=default-mdb-instance-pool,value=mdb-strict-max-pool)
            """;

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
        String end = "stop-embedded-server";
        ServerFiles.write(commands, ServerFiles.block("WildFly", "text").replace(end, MESSAGING + end));
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
