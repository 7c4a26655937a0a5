// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** The class loader of one application, in which MicroProfile Config finds that application's settings. */
final class SettingsLoader extends ClassLoader {

    private static final String FILE = "META-INF/microprofile-config.properties";

    private final List<URL> settings;

    SettingsLoader(ClassLoader parent, List<String> lines) {
        super(parent);
        try {
            Path file = Files.createTempFile("ration", ".properties");
            file.toFile().deleteOnExit();
            settings = List.of(Files.write(file, lines).toUri().toURL());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    protected URL findResource(String name) {
        return name.equals(FILE) ? settings.get(0) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return Collections.enumeration(name.equals(FILE) ? settings : List.of());
    }
}
