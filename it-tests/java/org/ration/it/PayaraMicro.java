// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.testing.Jdk;

/**
 * Starts Payara Micro with several applications. Arquillian starts one for each application, and hides why one was
 * refused.
 */
final class PayaraMicro {

    private PayaraMicro() {}

    /** Starts Payara Micro 6, which deploys the applications in this order. */
    static TestServer start(WebArchive... applications) {
        return start(Jdk.current(), Path.of(System.getProperty("payara-micro.jar")), applications);
    }

    /** Starts a Payara Micro, which deploys the applications in this order. */
    static TestServer start(Jdk jdk, Path jar, WebArchive... applications) {
        int port = ServerProcess.freePort();
        List<String> command = new ArrayList<>(List.of(
                jdk.java().toString(),
                "-Xmx768m",
                "-Dh2.bindAddress=127.0.0.1", // where H2 serves the default data source to other processes
                "-jar",
                jar.toString(),
                "--port",
                Integer.toString(port),
                "--prebootcommandfile",
                System.getProperty("payara-micro.commands"),
                "--nohazelcast",
                "--nohostaware",
                "--disablephonehome"));
        Wars.export(ServerFiles.temporaryFolder("payara"), applications)
                .forEach(file -> command.addAll(List.of("--deploy", file.toString())));
        return ServerProcess.start(new ProcessBuilder(command), port, port, ReadySign.of("ready in", 1));
    }
}
