// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.ration.QuotaPolicy;
import org.ration.key.ClientAddress;
import org.ration.key.Fingerprint;
import org.ration.key.UserNames;
import org.ration.ledger.account.AccountRules;
import org.ration.ledger.account.Thresholds;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.RetentionSettings;
import org.ration.ledger.sql.Shards;

/**
 * The settings {@code ration.*}, read once when the application is deployed. Immutable.
 *
 * <p>Every setting of {@code NAMES} is read in the constructor, with those of retention and of the administration in
 * one line each; the limits {@code ration.limit.*} are read with the declarations that name them. A value that cannot
 * be read stops the deployment: the problem names the setting, the value, and the values that are allowed.
 */
public final class Settings {

    /** The effect of declarations. */
    enum Mode {
        ENFORCE,
        OBSERVE,
        OFF
    }

    /** The fate of a call whose charge the store cannot answer. */
    enum StoreFailure {
        REFUSE,
        PASS
    }

    /** Which headers responses carry. */
    public enum Headers {
        /** {@code RateLimit} and {@code RateLimit-Policy}. */
        DRAFT,
        /** {@code X-RateLimit-*}. */
        LEGACY,
        /** All of them. */
        BOTH,
        /** None of them. */
        NONE;

        /**
         * Whether responses carry {@code RateLimit} and {@code RateLimit-Policy}.
         *
         * @return true for draft and both
         */
        public boolean draft() {
            return this == DRAFT || this == BOTH;
        }

        /**
         * Whether responses carry {@code X-RateLimit-*}.
         *
         * @return true for legacy and both
         */
        public boolean legacy() {
            return this == LEGACY || this == BOTH;
        }
    }

    /** The treatment of the tables at start. */
    enum Schema {
        VALIDATE,
        CREATE
    }

    private static final String LIMIT = "ration.limit.";

    /** Every setting but the limits of policies, which bear their names. */
    static final List<String> NAMES = List.of(
            "ration.mode",
            "ration.when-store-fails",
            "ration.zone",
            "ration.trusted-proxies",
            "ration.forwarded-header",
            "ration.ipv6-prefix",
            "ration.secret",
            "ration.headers",
            "ration.retry-after.max",
            "ration.user-names",
            "ration.connections",
            "ration.timeout",
            "ration.waiting",
            "ration.max-holds",
            "ration.shards",
            "ration.schema",
            "ration.namespace",
            "ration.usage.path",
            "ration.thresholds",
            "ration.keep-windows",
            "ration.keep-audit",
            "ration.keep-idle",
            "ration.admin.enabled",
            "ration.admin.path",
            "ration.admin.role");

    private final SettingsSource source;

    private final Mode mode;
    private final StoreFailure whenStoreFails;
    private final ZoneId zone;
    private final ClientAddress clientAddress;
    private final Optional<String> secret;
    private final Headers headers;
    private final Optional<Duration> retryAfterMax;
    private final UserNames userNames;
    private final int connections;
    private final Duration timeout;
    private final int waiting;
    private final int maxHolds;
    private final int shards;
    private final Schema schema;
    private final String namespace;
    private final Optional<String> usagePath;
    private final Thresholds thresholds;
    private final RetentionSettings retention;
    private final AdminSettings admin;

    private Settings(SettingsReader reader) {
        source = reader.source();
        mode = reader.choice("ration.mode", Mode.ENFORCE);
        whenStoreFails = reader.choice("ration.when-store-fails", StoreFailure.REFUSE);
        zone = reader.zone();
        clientAddress = reader.clientAddress();
        secret = reader.secret();
        headers = reader.choice("ration.headers", Headers.DRAFT);
        retryAfterMax = reader.retryAfterMax();
        userNames = reader.userNames();
        connections = reader.number("ration.connections", 8, 1, 64);
        timeout = reader.timeout();
        waiting = reader.number("ration.waiting", LedgerSettings.DEFAULT_WAITING, 1, 10_000_000);
        maxHolds = reader.number("ration.max-holds", AccountRules.DEFAULT.maxHolds(), 1, 100_000);
        shards = reader.number("ration.shards", 1, 1, Shards.MAX);
        schema = reader.choice("ration.schema", Schema.VALIDATE);
        namespace = reader.namespace();
        usagePath = reader.usagePath();
        thresholds = reader.thresholds();
        retention = reader.retention();
        admin = reader.admin();
    }

    private static void checkExpression(SettingsSource source, String name, DeploymentProblems problems) {
        if (source.isUnevaluated(name) || source.isUnresolved(name)) {
            problems.unresolvedSetting(name, !source.isUnevaluated(name));
        }
    }

    /**
     * Reads all settings.
     *
     * @param source where they are written
     * @param problems takes what cannot be read, and unknown names as warnings
     * @return the settings, with defaults in place of what cannot be read
     */
    static Settings read(SettingsSource source, DeploymentProblems problems) {
        Settings settings = new Settings(new SettingsReader(source, problems));
        settings.checkShards(problems);
        Stream.concat(NAMES.stream(), source.names().stream().filter(Settings::isLimit))
                .forEach(name -> checkExpression(source, name, problems));
        for (String name : source.names()) {
            if (isLimit(name)) {
                settings.readLimit(name, problems);
            } else if (!isKnown(name)) {
                problems.unknownSetting(name, NAMES);
            }
        }
        return settings;
    }

    private void checkShards(DeploymentProblems problems) {
        if (shards > 1 && schema == Schema.CREATE) {
            problems.notOnShards("ration.schema", "create", shards, "run the scripts on each of them, as by Flyway");
        }
    }

    /** Environment variables are listed in their own spelling. */
    private static boolean isKnown(String name) {
        return name.startsWith(SettingsSource.PREFIX)
                ? NAMES.contains(name)
                : NAMES.stream().map(SettingsSource::variable).anyMatch(name::equalsIgnoreCase);
    }

    private static boolean isLimit(String name) {
        return name.startsWith(LIMIT) || SettingsSource.isVariableLike(name, LIMIT);
    }

    /**
     * Warns of limits that are set for no declaration.
     *
     * @param policyNames the policy names of the declarations
     * @param problems takes the warnings
     */
    void checkLimits(Set<String> policyNames, DeploymentProblems problems) {
        if (policyNames.isEmpty()) {
            return; // all declarations may be on resources that are not beans, which are found when JAX-RS starts
        }
        List<String> known = policyNames.stream().map(LIMIT::concat).toList();
        source.names().stream()
                .filter(Settings::isLimit)
                .filter(name -> !known.contains(name)
                        && known.stream().map(SettingsSource::variable).noneMatch(name::equalsIgnoreCase))
                .forEach(name -> problems.unknownPolicy(name, known));
    }

    Mode mode() {
        return mode;
    }

    /**
     * Whether every call passes, nothing is counted and no database is needed.
     *
     * @return true with {@code ration.mode=off}
     */
    public boolean off() {
        return mode == Mode.OFF;
    }

    /**
     * Whether a call passes whose charge the store cannot answer.
     *
     * @return true with {@code ration.when-store-fails=pass}
     */
    public boolean passWhenStoreFails() {
        return whenStoreFails == StoreFailure.PASS;
    }

    ZoneId zone() {
        return zone;
    }

    /**
     * How the address of a client is found.
     *
     * @return the rules of {@code ration.trusted-proxies}, {@code ration.forwarded-header} and
     *     {@code ration.ipv6-prefix}
     */
    public ClientAddress clientAddress() {
        return clientAddress;
    }

    /**
     * Which headers responses carry.
     *
     * @return the value of {@code ration.headers}
     */
    public Headers headers() {
        return headers;
    }

    /**
     * The longest {@code Retry-After} of a response.
     *
     * @return the value of {@code ration.retry-after.max}; no {@code Retry-After} is above it
     */
    public Optional<Duration> retryAfterMax() {
        return retryAfterMax;
    }

    /** Whether the spelling of users' names has been configured. */
    boolean choosesUserNames() {
        return source.value("ration.user-names").isPresent();
    }

    /** How the names of users are spelt in keys. */
    UserNames userNames() {
        return userNames;
    }

    Fingerprint fingerprint() {
        return secret.map(Fingerprint::keyed).orElseGet(Fingerprint::plain);
    }

    boolean hasSecret() {
        return secret.isPresent();
    }

    int connections() {
        return connections;
    }

    int waiting() {
        return waiting;
    }

    /** How many holds of an account are open at most. */
    int maxHolds() {
        return maxHolds;
    }

    int shards() {
        return shards;
    }

    Duration timeout() {
        return timeout;
    }

    /**
     * Where callers find their own usage.
     *
     * @return the value of {@code ration.usage.path}, a path below the context root; empty if it is not served
     */
    public Optional<String> usagePath() {
        return usagePath;
    }

    /**
     * The settings of the operators' servlet.
     *
     * @return the values of {@code ration.admin.*}
     */
    public AdminSettings admin() {
        return admin;
    }

    String namespace() {
        return namespace;
    }

    Thresholds thresholds() {
        return thresholds;
    }

    RetentionSettings retention() {
        return retention;
    }

    boolean createsSchema() {
        return schema == Schema.CREATE;
    }

    /**
     * The limit that replaces those of the declarations with a policy name.
     *
     * @param policyName the policy name
     * @param problems takes an unreadable value
     * @return the limit; empty if it is not set
     */
    OptionalLong limit(String policyName, DeploymentProblems problems) {
        return readLimit(LIMIT + policyName, problems);
    }

    private OptionalLong readLimit(String name, DeploymentProblems problems) {
        Optional<String> value = source.value(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(QuotaPolicy.requireLimit(Long.parseLong(value.get())));
        } catch (IllegalArgumentException illegal) {
            problems.unreadableSetting(
                    name,
                    value.get(),
                    "a number from 0 to " + QuotaPolicy.MAX_UNITS + ", or " + QuotaPolicy.UNLIMITED + " for no limit");
            return OptionalLong.empty();
        }
    }
}
