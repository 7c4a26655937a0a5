// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Applications as a user packs them: Ration's jar in WEB-INF/lib, its mapping file in the persistence unit. */
final class Wars {

    private static final String PERSISTENCE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
                <persistence-unit name="shop" transaction-type="JTA">
                    <jta-data-source>DATA_SOURCE</jta-data-source>
                    <mapping-file>META-INF/ration-orm.xml</mapping-file>
                </persistence-unit>
            </persistence>
            """;

    private Wars() {}

    /** An application whose counters are in a data source, with settings of one line each. */
    static WebArchive war(String name, String dataSource, String... settings) {
        String lines = String.join("\n", settings) + "\ntesting.data-source=" + dataSource + "\n";
        return ShrinkWrap.create(WebArchive.class, name)
                .addAsLibrary(new File(System.getProperty("ration.jar")))
                .addAsResource(
                        new StringAsset(PERSISTENCE.replace("DATA_SOURCE", dataSource)), "META-INF/persistence.xml")
                .addAsResource(new StringAsset(lines), "META-INF/microprofile-config.properties");
    }

    /** An application that defines its data source itself, and brings the driver. */
    static WebArchive war(String name, DefinedDataSource dataSource, String... settings) {
        return war(name, DefinedDataSource.NAME, settings)
                .setWebXML(new StringAsset(dataSource.webXml()))
                .addAsLibrary(dataSource.driver());
    }

    /** Takes the mapping file out of the persistence unit of an application. */
    static WebArchive withoutMapping(WebArchive war) {
        String unit = PERSISTENCE
                .replace("DATA_SOURCE", DefinedDataSource.NAME)
                .replace("<mapping-file>META-INF/ration-orm.xml</mapping-file>", "");
        war.delete("WEB-INF/classes/META-INF/persistence.xml");
        return war.addAsResource(new StringAsset(unit), "META-INF/persistence.xml");
    }

    /** Writes applications to a folder, and answers their files in the same order. */
    static List<Path> export(Path folder, WebArchive... applications) {
        List<Path> files = new ArrayList<>();
        for (WebArchive application : applications) {
            Path file = folder.resolve(application.getName());
            application.as(ZipExporter.class).exportTo(file.toFile(), true);
            files.add(file);
        }
        return files;
    }
}
