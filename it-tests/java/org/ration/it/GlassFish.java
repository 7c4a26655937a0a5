// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.io.File;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.testing.Jdk;

/** Starts GlassFish, set up as the users' guide says. */
final class GlassFish {

    private static final String DOMAIN = "domain1";

    private GlassFish() {}

    /** Starts a GlassFish that the build has unpacked. */
    static TestServer start(Jdk jdk, String server, WebArchive... applications) {
        Path home = ServerFiles.home(server);
        Path domains = ServerFiles.temporaryFolder(server);
        Path domain = domains.resolve(DOMAIN);
        ServerFiles.copy(home.resolve("glassfish").resolve("domains").resolve(DOMAIN), domain);
        int port = ServerProcess.freePort();
        Path configuration = domain.resolve("config").resolve("domain.xml");
        ServerFiles.write(configuration, onLoopback(ServerFiles.read(configuration), port));
        ServerFiles.write(
                domain.resolve("imq/instances/imqbroker/props/config.properties"),
                "imq.hostname=127.0.0.1\nimq.portmapper.hostname=127.0.0.1\n");
        for (File driver : DefinedDataSource.drivers()) {
            ServerFiles.copy(
                    driver.toPath(), ServerFiles.folder(domain.resolve("lib")).resolve(driver.getName()));
        }
        Wars.export(ServerFiles.folder(domain.resolve("autodeploy")), applications);
        ProcessBuilder command = new ProcessBuilder(
                home.resolve("bin").resolve("asadmin").toString(),
                "start-domain",
                "--verbose",
                "--domaindir",
                domains.toString(),
                DOMAIN);
        command.environment().put("JAVA_HOME", jdk.home().toString());
        command.environment().put("AS_JAVA", jdk.home().toString());
        return ServerProcess.start(
                command,
                port,
                port,
                ReadySign.of("utodeployed : |utodeploy failed|GF 8.*NCLS-DEPLOYMENT-02036", applications.length));
    }

    /** Its listeners are on all interfaces, and on ports that another may have. */
    private static String onLoopback(String configuration, int port) {
        return configuration
                .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
                .replace(
                        "<network-listener port=\"8080\"",
                        "<network-listener address=\"127.0.0.1\" port=\"" + port + "\"")
                .replace("<network-listener port=\"8181\"", listener())
                .replace("<network-listener port=\"4848\"", listener())
                .replace(
                        "\"JMS_PROVIDER_PORT\" value=\"7676\"",
                        "\"JMS_PROVIDER_PORT\" value=\"" + ServerProcess.freePort() + "\"")
                .replace("port=\"3700\"", free())
                .replace("port=\"3820\"", free())
                .replace("port=\"3920\"", free())
                .replace("<jmx-connector ", "<jmx-connector enabled=\"false\" ")
                .replace("-Dosgi.shell.telnet.port=6666", "-Dosgi.shell.telnet.port=" + ServerProcess.freePort())
                .replace("-Xmx512m", "-Xmx1g");
    }

    private static String listener() {
        return "<network-listener address=\"127.0.0.1\" " + free();
    }

    private static String free() {
        return "port=\"" + ServerProcess.freePort() + "\"";
    }
}
