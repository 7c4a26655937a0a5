package org.ration.cdi;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Where settings are written: MicroProfile Config where the runtime has it, else system properties and environment. */
interface SettingsSource {

    /** Every name of a setting begins with it. */
    String PREFIX = "ration.";

    /**
     * The value of a setting.
     *
     * @param name the name
     * @return the value as written; absent if it is not set or empty
     */
    Optional<String> value(String name);

    /**
     * The names of settings of Ration, known or not; environment variables in their own spelling.
     *
     * @return the names in alphabetical order
     */
    Set<String> names();

    /**
     * The environment variable of a setting, by the rule of MicroProfile Config.
     *
     * @param name the setting's name
     * @return {@code RATION_MODE} for {@code ration.mode}
     */
    static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static Set<String> ofRation(Stream<String> names) {
        return names.filter(name -> name.startsWith(PREFIX) || name.startsWith(variable(PREFIX)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The source of this runtime and application.
     *
     * @return MicroProfile Config if there is one
     */
    static SettingsSource ofThisRuntime() {
        try {
            return new MicroProfile(ConfigProvider.getConfig());
        } catch (NoClassDefFoundError | IllegalStateException noMicroProfileConfig) {
            return new PropertiesAndEnvironment();
        }
    }

    /** MicroProfile Config, by the configuration of the application's class loader. */
    record MicroProfile(Config config) implements SettingsSource {

        @Override
        public Optional<String> value(String name) {
            return config.getOptionalValue(name, String.class);
        }

        @Override
        public Set<String> names() {
            return ofRation(StreamSupport.stream(config.getPropertyNames().spliterator(), false));
        }
    }

    /** System properties before environment variables, which are named as MicroProfile Config names them. */
    record PropertiesAndEnvironment() implements SettingsSource {

        @Override
        public Optional<String> value(String name) {
            return Optional.ofNullable(System.getProperty(name))
                    .or(() -> Optional.ofNullable(System.getenv(variable(name))))
                    .filter(value -> !value.isEmpty());
        }

        @Override
        public Set<String> names() {
            return ofRation(Stream.concat(
                    System.getProperties().stringPropertyNames().stream(), System.getenv().keySet().stream()));
        }
    }
}
