// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.io.File;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * A data source that an application defines.
 *
 * @param className what the server makes connections with; its interfaces decide whether the pool is an XA one
 * @param url where the database is
 * @param maxPoolSize the most connections
 * @param transactional whether connections take part in transactions
 * @param properties what else the server is told
 */
record DefinedDataSource(
        String className, String url, int maxPoolSize, boolean transactional, Map<String, String> properties) {

    static final String NAME = "java:app/jdbc/shop";

    private static final int LARGE = 100;

    private static final String WEB_XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
            DATA_SOURCE
            </web-app>
            """;

    private static final String OF_TESTS =
            """
                PROPERTIES
                <transactional>TRANSACTIONAL</transactional>
                <initial-pool-size>1</initial-pool-size>
                <max-pool-size>SIZE</max-pool-size>
                <min-pool-size>1</min-pool-size>
            </data-source>
            """;

    static DefinedDataSource of(String className, String url) {
        return new DefinedDataSource(className, url, LARGE, true, Map.of());
    }

    DefinedDataSource withMaxPoolSize(int size) {
        return new DefinedDataSource(className, url, size, transactional, properties);
    }

    DefinedDataSource outsideTransactions() {
        return new DefinedDataSource(className, url, maxPoolSize, false, properties);
    }

    DefinedDataSource with(String property, String value) {
        Map<String, String> more = new TreeMap<>(properties);
        more.put(property, value);
        return new DefinedDataSource(className, url, maxPoolSize, transactional, more);
    }

    /** The one of the users' guide, with its own values. */
    String webXml() {
        String guide = ServerFiles.block("All servers", "xml");
        String own = with(with(with(guide, "class-name", className), "url", url.replace("&", "&amp;")), "user", user());
        String complete = own.replace("</data-source>", OF_TESTS)
                .replace("PROPERTIES", propertiesXml())
                .replace("TRANSACTIONAL", Boolean.toString(transactional))
                .replace("SIZE", Integer.toString(maxPoolSize));
        return WEB_XML.replace("DATA_SOURCE", complete);
    }

    private static String with(String xml, String element, String value) {
        return xml.replaceFirst(
                "<" + element + ">.*</" + element + ">",
                Matcher.quoteReplacement("<" + element + ">" + value + "</" + element + ">"));
    }

    private String propertiesXml() {
        StringBuilder xml = new StringBuilder();
        properties.forEach((name, value) ->
                xml.append("<property><name>%s</name><value>%s</value></property>".formatted(name, value)));
        return xml.toString();
    }

    private String user() {
        return className.startsWith("org.postgresql") ? "postgres" : "sa";
    }

    /** The jar of the driver, as the tests themselves have it. */
    File driver() {
        return jar(className);
    }

    /** The jars of all drivers. */
    static List<File> drivers() {
        return Stream.of("org.h2.Driver", "org.postgresql.Driver", "org.mariadb.jdbc.Driver")
                .map(DefinedDataSource::jar)
                .toList();
    }

    private static File jar(String className) {
        try {
            return new File(Class.forName(className)
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
