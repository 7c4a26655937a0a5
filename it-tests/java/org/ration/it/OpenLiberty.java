// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.testing.Jdk;

/** Starts Open Liberty, set up as the users' guide says. */
final class OpenLiberty {

    private static final String NAME = "tests";

    /** The guide's application, which stands for each of ours. */
    private static final String GUIDES_WAR = "shop.war";

    /**
     * With all threads from the start: Open Liberty 26 adds none while the processors are busy, and races wait for each
     * other.
     */
    private static final String OF_TESTS =
            """
            <server>
                <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="PORT" httpsPort="-1"/>
                <logging consoleLogLevel="INFO"/>
                <executor coreThreads="64"/>
                <featureManager>
                    <feature>batch-2.1</feature>
                    <feature>mdb-4.0</feature>
                    <feature>messaging-3.1</feature>
                    <feature>messagingClient-3.0</feature>
                    <feature>messagingServer-3.0</feature>
                    <feature>xmlWS-4.0</feature>
                </featureManager>
                <messagingEngine>
                    <queue id="refused"/>
                    <queue id="postponed"/>
                </messagingEngine>
                <wasJmsEndpoint host="127.0.0.1" enabled="false"/>
                <jmsConnectionFactory id="DefaultJMSConnectionFactory"><properties.wasJms/></jmsConnectionFactory>
                <jmsActivationSpec id="messages/Refused"><properties.wasJms/></jmsActivationSpec>
                <jmsActivationSpec id="messages/Postponing"><properties.wasJms/></jmsActivationSpec>
                <batchPersistence jobStoreRef="inMemory"/>
                <authorization-roles id="com.ibm.ws.batch">
                    <security-role name="batchSubmitter"><special-subject type="EVERYONE"/></security-role>
                    <security-role name="batchMonitor"><special-subject type="EVERYONE"/></security-role>
                </authorization-roles>
                <mpOpenAPI><includeApplication>all</includeApplication></mpOpenAPI>
            </server>
            """;

    private OpenLiberty() {}

    /** Starts the Open Liberty that the build has unpacked. */
    static TestServer start(Jdk jdk, WebArchive... applications) {
        return start(jdk, ServerFiles.block("Open Liberty", "xml"), applications);
    }

    /** Starts it without the guide's features of MicroProfile. */
    static TestServer startWithoutMicroProfile(Jdk jdk, WebArchive... applications) {
        String guide = ServerFiles.block("Open Liberty", "xml");
        return start(jdk, guide.replaceAll("(?m)^ +<feature>mp.*\n", ""), applications);
    }

    private static TestServer start(Jdk jdk, String guide, WebArchive... applications) {
        Path users = ServerFiles.temporaryFolder("liberty");
        Path server = users.resolve("servers").resolve(NAME);
        int port = ServerProcess.freePort();
        ServerFiles.write(server.resolve("server.xml"), configuration(guide, applications));
        ServerFiles.write(
                server.resolve("configDropins").resolve("overrides").resolve("tests.xml"),
                OF_TESTS.replace("PORT", Integer.toString(port)));
        ServerFiles.write(server.resolve("jvm.options"), "-Xmx768m\n");
        for (File driver : DefinedDataSource.drivers()) {
            ServerFiles.copy(
                    driver.toPath(),
                    ServerFiles.folder(server.resolve("drivers")).resolve(driver.getName()));
        }
        Wars.export(ServerFiles.folder(server.resolve("apps")), applications);
        ProcessBuilder command = new ProcessBuilder(
                ServerFiles.home("openliberty").resolve("bin").resolve("server").toString(), "run", NAME);
        command.environment().put("JAVA_HOME", jdk.home().toString());
        command.environment().put("WLP_USER_DIR", users.toString());
        return ServerProcess.start(
                command,
                port,
                port,
                ReadySign.of("CWWKF0011I", 1).and("CWWKZ0001I|CWWKZ0002E|CWWKZ0012I", applications.length));
    }

    private static String configuration(String guide, WebArchive... applications) {
        List<String> lines = guide.lines().toList();
        return lines.stream()
                .flatMap(line -> line.contains(GUIDES_WAR)
                        ? Stream.of(applications).map(war -> line.replace(GUIDES_WAR, war.getName()))
                        : Stream.of(line))
                .collect(Collectors.joining("\n"));
    }
}
