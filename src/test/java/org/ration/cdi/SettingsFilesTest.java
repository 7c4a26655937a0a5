// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of an application on a server without MicroProfile Config. */
class SettingsFilesTest {

    @TempDir
    private Path folder;

    @Test
    void areThoseOfAllFilesTheHighestOrdinalFirst() throws IOException {
        Properties files = files(
                "config_ordinal=50\nration.schema=create\nration.zone=UTC",
                "ration.zone=Europe/Berlin",
                "config_ordinal=120\nration.mode=observe",
                "config_ordinal=high\nration.mode=off");

        assertThat(files)
                .containsEntry("ration.schema", "create")
                .containsEntry("ration.zone", "Europe/Berlin")
                .containsEntry("ration.mode", "observe");
    }

    @Test
    void areNoneWhereThereIsNoFile() throws IOException {
        assertThat(files()).isEmpty();
    }

    @Test
    void comeAfterPropertiesAndEnvironment() throws IOException {
        Properties files = files("ration.mode=off\nration.zone=UTC\nration.schema=create\nration.unknown=1");
        Properties properties = new Properties();
        properties.setProperty("ration.mode", "observe");
        SettingsSource source =
                new SettingsSource.PropertiesAndEnvironment(properties, Map.of("RATION_ZONE", "Europe/Paris"), files);

        assertThat(source.value("ration.mode")).contains("observe");
        assertThat(source.value("ration.zone")).contains("Europe/Paris");
        assertThat(source.value("ration.schema")).contains("create");
        assertThat(source.value("ration.secret")).isEmpty();
        assertThat(source.names()).contains("ration.unknown", "RATION_ZONE");
    }

    @Test
    void withExpressionsAreReportedSinceNobodyEvaluatesThem() throws IOException {
        SettingsSource source = new SettingsSource.PropertiesAndEnvironment(
                new Properties(), Map.of(), files("ration.secret=${SECRET}"));

        assertThat(source.isUnevaluated("ration.secret")).isTrue();
    }

    private Properties files(String... contents) throws IOException {
        List<URL> roots = new ArrayList<>();
        for (String content : contents) {
            Path root = folder.resolve("root" + roots.size());
            Path file = root.resolve("META-INF/microprofile-config.properties");
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            roots.add(root.toUri().toURL());
        }
        try (URLClassLoader application = new URLClassLoader(roots.toArray(URL[]::new), null)) {
            return SettingsFiles.of(application);
        }
    }
}
