// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.ration.Pages;

/**
 * Builds the application of {@code docs/getting-started.md} from an empty folder, by what the page and the README say.
 */
final class GettingStarted {

    private static final String PAGE = Pages.read(Path.of("docs", "getting-started.md"));
    private static final String VERSION = "1.0.0-SNAPSHOT";

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

    private GettingStarted() {}

    /** The WAR that {@code mvn package} makes. */
    static WebArchive war() {
        Path folder = ServerFiles.temporaryFolder("getting-started");
        Path settings = folder.resolve("settings.xml");
        ServerFiles.write(
                settings,
                SETTINGS.replace("LOCAL", folder.resolve("local").toString())
                        .replace("RATION", repository(folder).toString())
                        .replace("MACHINE", System.getProperty("maven.repository")));
        Path project = folder.resolve("hello");
        ServerFiles.write(project.resolve("pom.xml"), pom());
        List<String> classes = blocks(PAGE, "java");
        write(project, "HelloApplication", classes.get(0));
        write(project, "HelloResource", classes.get(1));
        run(project, "mvn", "-q", "-B", "-s", settings.toString(), "package");
        return ShrinkWrap.createFromZipFile(
                WebArchive.class, project.resolve("target/hello.war").toFile());
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

    private static void run(Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(output).isZero();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
