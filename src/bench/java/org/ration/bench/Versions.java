// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The versions of what was measured, by the names of the jars. */
final class Versions {

    private static final Class<?>[] MEASURED = {
        org.postgresql.Driver.class,
        io.github.bucket4j.postgresql.Bucket4jPostgreSQL.class,
        io.github.bucket4j.Bucket.class,
        com.zaxxer.hikari.HikariDataSource.class,
        org.hibernate.jpa.HibernatePersistenceProvider.class,
        org.eclipse.persistence.jpa.PersistenceProvider.class,
        io.agroal.pool.DataSource.class,
        com.arjuna.ats.jta.TransactionManager.class,
        org.jboss.weld.environment.se.Weld.class
    };

    private Versions() {}

    static String text() {
        return Arrays.stream(MEASURED)
                .flatMap(type ->
                        Stream.of(type.getProtectionDomain().getCodeSource().getLocation()))
                .map(location -> Path.of(URI.create(location.toString()))
                        .getFileName()
                        .toString()
                        .replaceFirst("\\.jar$", ""))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
