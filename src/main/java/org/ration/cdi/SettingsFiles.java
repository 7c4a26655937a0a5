// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.util.Comparator.comparingInt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/** The files in which MicroProfile Config would find settings, read where it is not there. */
final class SettingsFiles {

    private static final String FILE = "META-INF/microprofile-config.properties";
    private static final String ORDINAL = "config_ordinal";
    private static final int DEFAULT_ORDINAL = 100;

    private SettingsFiles() {}

    /** What stands in all files of the application that is deployed on this thread. */
    static Properties ofThisApplication() {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        return of(application == null ? SettingsFiles.class.getClassLoader() : application);
    }

    /**
     * What stands in all files of an application: that of the highest ordinal goes before the others.
     *
     * @param application its class loader
     * @return names and values; expressions are not evaluated
     */
    static Properties of(ClassLoader application) {
        try {
            List<Properties> files = new ArrayList<>();
            for (URL file : Collections.list(application.getResources(FILE))) {
                files.add(read(file));
            }
            files.sort(comparingInt(SettingsFiles::ordinal));
            Properties all = new Properties();
            files.forEach(all::putAll);
            return all;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Properties read(URL file) throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = file.openStream()) {
            properties.load(stream);
        }
        return properties;
    }

    private static int ordinal(Properties file) {
        try {
            return Integer.parseInt(file.getProperty(ORDINAL, "").strip());
        } catch (NumberFormatException none) {
            return DEFAULT_ORDINAL;
        }
    }
}
