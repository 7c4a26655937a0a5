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
