// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.Pages;
import org.ration.testing.Program;

/**
 * Builds the application of {@code docs/getting-started.md} from an empty folder, by what the page and the README say.
 */
final class GettingStarted {

    private static final String PAGE = Pages.read(Path.of("docs", "getting-started.md"));
    private static final String VERSION = "1.0.0-SNAPSHOT";
    private static final String PACKAGE = "mvn package";
    private static final String PLUGIN = "3.9.0";

    private static final String IMPORTS =
            """
            package com.example;

            import jakarta.enterprise.context.RequestScoped;
            import jakarta.ws.rs.*;
            import jakarta.ws.rs.core.Application;
            import org.ration.Quota;

            """;

    /** As if Ration had been published: beside it and what this machine has, there is Maven Central alone. */
    private static final String SETTINGS =
            """
            <settings>
                <localRepository>LOCAL</localRepository>
                <profiles><profile><id>ration</id>
                    <repositories>
                        <repository><id>ration</id><url>file://RATION</url></repository>
                        <repository><id>machine</id><url>file://MACHINE</url></repository>
                    </repositories>
                    <pluginRepositories>
                        <pluginRepository><id>machine</id><url>file://MACHINE</url></pluginRepository>
                    </pluginRepositories>
                </profile></profiles>
                <activeProfiles><activeProfile>ration</activeProfile></activeProfiles>
            </settings>
            """;

    private final Path folder = ServerFiles.temporaryFolder("getting-started");
    private final Path settings = folder.resolve("settings.xml");

    /** The project, in a folder that was empty. */
    final Path project = folder.resolve("hello");

    private GettingStarted() {
        ServerFiles.write(
                settings,
                SETTINGS.replace("LOCAL", folder.resolve("local").toString())
                        .replace("RATION", repository(folder).toString())
                        .replace("MACHINE", System.getProperty("maven.repository")));
        ServerFiles.write(project.resolve("pom.xml"), pom());
        List<String> classes = blocks(PAGE, "java");
        write(project, "HelloApplication", classes.get(0));
        write(project, "HelloResource", classes.get(1));
    }

    /** The WAR that {@code mvn package} makes. */
    static WebArchive war() {
        GettingStarted begun = new GettingStarted();
        begun.run(PACKAGE);
        return ShrinkWrap.createFromZipFile(
                WebArchive.class, begun.project.resolve("target/hello.war").toFile());
    }

    /**
     * Requires that all since an instant took less than a minute. Where the machine is busy with other things, a minute
     * says nothing.
     */
    static void requireAMinuteSince(Instant begin) {
        Duration taken = Duration.between(begin, Instant.now());
        System.out.println("from an empty folder to the first 429: " + taken.toSeconds() + " s");
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        assumeThat(machine.getSystemLoadAverage()).isLessThan(2 * machine.getAvailableProcessors());
        assertThat(taken).isLessThan(Duration.ofMinutes(1));
    }

    /** The project with its files, before the first command. */
    static GettingStarted begin() {
        return new GettingStarted();
    }

    /** The lines to type, after that which installs Ration. */
    static List<String> lines() {
        return blocks(PAGE, "shell").stream().skip(1).flatMap(String::lines).toList();
    }

    /** Types a line. Maven is given what this machine has; it would ask Central for the newest plugin. */
    String run(String line) {
        String typed = line.replaceFirst("^mvn ", "mvn -q -B -s '" + settings + "' ")
                .replace(" dependency:", " org.apache.maven.plugins:maven-dependency-plugin:" + PLUGIN + ":");
        return Program.run(project, "bash", "-c", typed);
    }

    /** The page's, with the dependencies of the README. */
    private static String pom() {
        String dependencies = blocks(Pages.read(Pages.README), "xml").get(0);
        String pom = blocks(PAGE, "xml").get(0);
        String place = "<!-- and the two dependencies of the README -->";
        assertThat(pom).contains(place);
        return pom.replace(place, dependencies);
    }

    private static void write(Path project, String name, String text) {
        assertThat(text).contains("class " + name);
        ServerFiles.write(project.resolve("src/main/java/com/example/" + name + ".java"), IMPORTS + text);
    }

    /** A repository with what this build has made. */
    private static Path repository(Path folder) {
        Path repository = folder.resolve("ration");
        Path version = ServerFiles.folder(repository.resolve("org/ration/ration/" + VERSION));
        String name = "ration-" + VERSION;
        ServerFiles.copy(Path.of("pom.xml"), version.resolve(name + ".pom"));
        ServerFiles.copy(Path.of(System.getProperty("ration.jar")), version.resolve(name + ".jar"));
        ServerFiles.copy(Path.of(System.getProperty("starter.jar")), version.resolve(name + "-starter.jar"));
        return repository;
    }

    private static List<String> blocks(String page, String language) {
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }
}
