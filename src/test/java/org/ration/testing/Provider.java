// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import java.util.Map;

/** The persistence providers that tests run with; the units are in META-INF/persistence.xml. */
public enum Provider {
    /** The one of Payara and GlassFish. */
    ECLIPSELINK("ration-test") {
        @Override
        Map<String, Object> properties(String name) {
            // It shares factories of one session name.
            return Map.of("eclipselink.session-name", name);
        }
    },
    /** The one of WildFly. */
    HIBERNATE("ration-test-hibernate") {
        @Override
        Map<String, Object> properties(String name) {
            return Map.of();
        }
    },
    /** With a shared cache for all entities, those too that ask for none. */
    ECLIPSELINK_CACHING_ALL("ration-test") {
        @Override
        Map<String, Object> properties(String name) {
            return Map.of("eclipselink.session-name", name, "jakarta.persistence.sharedCache.mode", "ALL");
        }
    },
    /** With a default schema in the unit. */
    ECLIPSELINK_IN_SCHEMA("ration-test-in-schema") {
        @Override
        Map<String, Object> properties(String name) {
            return ECLIPSELINK.properties(name);
        }
    },
    /** With a default schema in the unit. */
    HIBERNATE_IN_SCHEMA("ration-test-hibernate") {
        @Override
        Map<String, Object> properties(String name) {
            return Map.of("hibernate.default_schema", "billing");
        }
    },
    /** With a default catalog in the unit, which is what MariaDB has in place of schemas. */
    HIBERNATE_IN_CATALOG("ration-test-hibernate") {
        @Override
        Map<String, Object> properties(String name) {
            return Map.of("hibernate.default_catalog", "billing");
        }
    },
    /** With delimited identifiers in the unit. */
    ECLIPSELINK_DELIMITING("ration-test-delimiting") {
        @Override
        Map<String, Object> properties(String name) {
            return ECLIPSELINK.properties(name);
        }
    },
    /** With delimited identifiers in the unit, as Hibernate has them. */
    HIBERNATE_DELIMITING("ration-test-hibernate") {
        @Override
        Map<String, Object> properties(String name) {
            return Map.of("hibernate.globally_quoted_identifiers", "true");
        }
    },
    /** Told to make the tables that it misses. */
    HIBERNATE_MAKING_TABLES("ration-test-hibernate") {
        @Override
        Map<String, Object> properties(String name) {
            return Map.of("jakarta.persistence.schema-generation.database.action", "update");
        }
    };

    private final String unit;

    Provider(String unit) {
        this.unit = unit;
    }

    /** The name of the persistence unit. */
    String unit() {
        return unit;
    }

    /** What a factory for the database of this name needs beyond its unit. */
    abstract Map<String, Object> properties(String name);
}
