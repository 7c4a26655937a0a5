// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jars that are published. */
class JarsIT {

    private static final String JAKARTA_EE = "https://jakarta.ee/specifications/platform/10/apidocs/";

    @Test
    void theSourcesAreThoseOfAllClasses() {
        List<String> sources = Stream.of("", "-starter", "-testkit")
                .flatMap(jar -> names(jar).stream())
                .filter(name -> name.matches("org/ration/(\\w+/)*[A-Z]\\w*\\.class"))
                .map(name -> name.replace(".class", ".java"))
                .toList();

        assertThat(sources).hasSizeGreaterThan(300);
        assertThat(names("-sources")).containsAll(sources);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-starter", "-testkit"})
    void hasTheLicence(String jar) {
        assertThat(names(jar)).contains("META-INF/LICENSE");
    }

    @Test
    void theJavadocIsThatOfTheApi() {
        assertThat(read("-javadoc", "element-list").lines())
                .containsExactly("org.ration", "org.ration.admin", "org.ration.openapi", "org.ration.testkit");
    }

    @Test
    void theJavadocLeadsToThatOfThePlatform() {
        assertThat(read("-javadoc", "org/ration/QuotaCost.html"))
                .contains("href=\"" + JAKARTA_EE + "jakarta/ws/rs/BadRequestException.html\"")
                .contains("href=\"https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/");
        assertThat(read("-javadoc", "org/ration/openapi/QuotaFilter.html"))
                .contains("apidocs/org/eclipse/microprofile/openapi/OASFilter.html\"");
    }

    /** Its licence asks for both. */
    @Test
    void theForeignFileComesWithItsLicence() {
        assertThat(names("")).contains("META-INF/ration/admin/lit-html.js", "META-INF/licenses/lit-html/LICENSE");
    }

    private static List<String> names(String classifier) {
        try (JarFile jar = jar(classifier)) {
            return jar.stream().map(JarEntry::getName).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String read(String classifier, String name) {
        try (JarFile jar = jar(classifier)) {
            return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static JarFile jar(String classifier) throws IOException {
        return new JarFile(System.getProperty("ration.jar").replaceFirst("\\.jar$", classifier + ".jar"));
    }
}
