// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Where settings are written: MicroProfile Config where the runtime has it, else system properties, the environment,
 * and the files that MicroProfile Config would read.
 */
interface SettingsSource {

    /** Every name of a setting begins with it. */
    String PREFIX = "ration.";

    /** An expression, with a default or without. */
    Pattern EXPRESSION = Pattern.compile("\\$\\{[^}]+}");

    /** An expression without a default. */
    Pattern WITHOUT_DEFAULT = Pattern.compile("\\$\\{[^:}]+}");

    /**
     * The value of a setting.
     *
     * @param name the name
     * @return the value as written; absent if it is not set or empty
     */
    Optional<String> value(String name);

    /**
     * Whether a setting is written as an expression that nothing evaluates, so that its text would be the value.
     *
     * @param name the name
     * @return true for {@code ${SECRET:none}} without MicroProfile Config
     */
    default boolean isUnevaluated(String name) {
        return value(name).filter(value -> EXPRESSION.matcher(value).find()).isPresent();
    }

    /**
     * Whether a setting is written as an expression that has no value, so that it would seem not to be set.
     *
     * @param name the name
     * @return true for {@code ${SECRET}} without a {@code SECRET}
     */
    default boolean isUnresolved(String name) {
        return value(name).isEmpty()
                && written(name).anyMatch(text -> WITHOUT_DEFAULT.matcher(text).find());
    }

    /**
     * The values that the sources have for a setting.
     *
     * @param name the name
     * @return the texts, with their expressions
     */
    Stream<String> written(String name);

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

    /**
     * Whether a name is that of an environment variable for settings that begin alike.
     *
     * @param name the name, in upper or lower case
     * @param prefix how the settings' names begin
     * @return true for {@code RATION_LIMIT_MONTH} and {@code ration.limit.}
     */
    static boolean isVariableLike(String name, String prefix) {
        return name.regionMatches(true, 0, variable(prefix), 0, prefix.length());
    }

    private static Set<String> ofRation(Stream<String> names) {
        return names.filter(name -> name.startsWith(PREFIX) || isVariableLike(name, PREFIX))
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
            return new PropertiesAndEnvironment(
                    System.getProperties(), System.getenv(), SettingsFiles.ofThisApplication());
        }
    }

    /** MicroProfile Config, by the configuration of the application's class loader. */
    record MicroProfile(Config config) implements SettingsSource {

        @Override
        public Optional<String> value(String name) {
            return config.getOptionalValue(name, String.class);
        }

        @Override
        public Stream<String> written(String name) {
            List<String> names = Stream.concat(profiles().map(profile -> "%" + profile + "." + name), Stream.of(name))
                    .toList();
            return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                    .flatMap(source -> names.stream().map(source::getValue))
                    .filter(Objects::nonNull);
        }

        /** One by the specification, several by SmallRye Config 3: {@code UnresolvedSettingsTest}. */
        private Stream<String> profiles() {
            return Stream.of("mp.config.profile", "smallrye.config.profile")
                    .flatMap(name -> config.getOptionalValue(name, String.class).stream())
                    .flatMap(value -> Stream.of(value.split(",")))
                    .map(String::strip)
                    .distinct();
        }

        @Override
        public Set<String> names() {
            return ofRation(StreamSupport.stream(config.getPropertyNames().spliterator(), false));
        }
    }

    /**
     * System properties before environment variables, which are named as MicroProfile Config names them: as they are,
     * with underscores, or that in upper case; then the files.
     *
     * @param properties the system properties
     * @param environment the environment variables
     * @param files what stands in the files
     */
    record PropertiesAndEnvironment(Properties properties, Map<String, String> environment, Properties files)
            implements SettingsSource {

        /**
         * Without files.
         *
         * @param properties the system properties
         * @param environment the environment variables
         */
        PropertiesAndEnvironment(Properties properties, Map<String, String> environment) {
            this(properties, environment, new Properties());
        }

        @Override
        public Optional<String> value(String name) {
            return written(name).findFirst().filter(value -> !value.isEmpty());
        }

        @Override
        public Stream<String> written(String name) {
            String underscores = name.replaceAll("[^A-Za-z0-9]", "_");
            return Stream.of(
                            Stream.ofNullable(properties.getProperty(name)),
                            Stream.of(name, underscores, variable(name)).map(environment::get),
                            Stream.ofNullable(files.getProperty(name)))
                    .flatMap(Function.identity())
                    .filter(Objects::nonNull);
        }

        @Override
        public Set<String> names() {
            return ofRation(
                    Stream.of(properties.stringPropertyNames(), environment.keySet(), files.stringPropertyNames())
                            .flatMap(Set::stream));
        }
    }
}
