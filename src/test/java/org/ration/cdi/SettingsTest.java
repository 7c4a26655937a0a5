// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.Quota;
import org.ration.ledger.charge.RetentionSettings;
import org.ration.testing.Deployment;

/** Every setting: its default, its legal values, and what is said of others. */
class SettingsTest {

    private final DeploymentProblems problems = new DeploymentProblems();

    // defaults and legal values

    @Test
    void hasTheDefaults() {
        Settings settings = read();

        assertThat(settings.mode()).isEqualTo(Settings.Mode.ENFORCE);
        assertThat(settings.off()).isFalse();
        assertThat(settings.passWhenStoreFails()).isFalse();
        assertThat(settings.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(settings.clientAddress().forwardedHeader()).isEqualTo("X-Forwarded-For");
        assertThat(settings.clientAddress().of("2001:db8:1:2:3::4", List.of("192.0.2.1")))
                .isEqualTo("2001:db8:1:2::/64");
        assertThat(settings.hasSecret()).isFalse();
        assertThat(settings.headers()).isEqualTo(Settings.Headers.DRAFT);
        assertThat(settings.connections()).isEqualTo(8);
        assertThat(settings.waiting()).isEqualTo(100_000);
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.createsSchema()).isFalse();
        assertThat(settings.limit("month", problems)).isEmpty();
        assertLegal();
    }

    @Test
    void readsMode() {
        assertThat(read("ration.mode=enforce").mode()).isEqualTo(Settings.Mode.ENFORCE);
        assertThat(read("ration.mode=observe").mode()).isEqualTo(Settings.Mode.OBSERVE);
        assertThat(read("ration.mode=off").off()).isTrue();
        assertLegal();
    }

    @Test
    void readsWhenStoreFails() {
        assertThat(read("ration.when-store-fails=refuse").passWhenStoreFails()).isFalse();
        assertThat(read("ration.when-store-fails=pass").passWhenStoreFails()).isTrue();
        assertLegal();
    }

    @Test
    void readsZone() {
        assertThat(read("ration.zone=Europe/Berlin").zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertLegal();
    }

    @Test
    void readsThresholds() {
        assertThat(read().thresholds().percents()).containsExactly(80, 100);
        assertThat(read("ration.thresholds=150, 50,100,50").thresholds().percents())
                .containsExactly(50, 100, 150);
        assertThat(read("ration.thresholds=1,2,3,4,5,6,7,1000").thresholds().percents())
                .hasSize(8);
        assertLegal();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "1,2,3,4,5,6,7,8,9", "80%", "80,,100", "80 100", "none"})
    void refusesThresholdsThatAreNone(String thresholds) {
        assertThat(read("ration.thresholds=" + thresholds).thresholds().percents())
                .containsExactly(80, 100);
        assertThat(problems.errors())
                .containsExactly("RATION-008 the setting ration.thresholds is \"" + thresholds + "\"; use 1 to 8 whole"
                        + " percents from 1 to 1000, separated by commas, such as 80,100.");
    }

    @Test
    void readsWhatIsKept() {
        assertThat(read().retention())
                .isEqualTo(new RetentionSettings(
                        Optional.of(Period.ofDays(30)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Period.ofDays(400))));
        assertThat(read("ration.keep-windows=P2Y", "ration.keep-audit=P10Y", "ration.keep-idle=P1D")
                        .retention())
                .isEqualTo(new RetentionSettings(
                        Optional.of(Period.ofYears(2)),
                        Optional.of(Period.ofYears(2)),
                        Optional.of(Period.ofYears(10)),
                        Optional.of(Period.ofDays(1))));
        assertThat(read("ration.keep-windows=none", "ration.keep-idle=none").retention())
                .isEqualTo(RetentionSettings.FOR_EVER);
        assertLegal();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keep-windows=-P1D",
                "keep-windows=P1001Y",
                "keep-windows=P2147483647Y",
                "keep-audit=PT5H",
                "keep-audit=30",
                "keep-idle=P0D",
                "keep-idle=P1M-40D",
                "keep-idle=None"
            })
    void refusesPeriodsThatAreNone(String setting) {
        Settings settings = read("ration." + setting);

        assertThat(problems.errors())
                .singleElement()
                .asString()
                .startsWith("RATION-008 the setting ration." + setting.replace("=", " is \""));
        assertThat(settings.retention()).isEqualTo(read().retention());
    }

    @Test
    void readsTheLongestRetryAfter() {
        assertThat(read().retryAfterMax()).isEmpty();
        assertThat(read("ration.retry-after.max=PT1H").retryAfterMax()).contains(Duration.ofHours(1));
        assertThat(read("ration.retry-after.max=PT0S").retryAfterMax()).contains(Duration.ZERO);
        assertLegal();
    }

    @Test
    void refusesALongestRetryAfterThatIsNone() {
        assertThat(read("ration.retry-after.max=-PT1S").retryAfterMax()).isEmpty();
        assertThat(problems.errors())
                .containsExactly(
                        "RATION-008 the setting ration.retry-after.max is \"-PT1S\"; use an ISO duration such as"
                                + " PT1H.");
    }

    @Test
    void readsHowUsersAreNamed() {
        assertThat(read().userNames().spell("Bob")).isEqualTo("Bob");
        assertThat(read("ration.user-names=lower-case").userNames().spell("Bob"))
                .isEqualTo("bob");
        assertThat(read("ration.user-names=lower-case,nfc").userNames().spell("BU\u0308B"))
                .isEqualTo("b\u00fcb");
        assertLegal();
    }

    @Test
    void readsLimits() {
        Settings settings = read(
                "ration.limit.month=0",
                "ration.limit.exports-month=999999999999999",
                "ration.limit.30d=" + Quota.UNLIMITED);

        assertThat(settings.limit("month", problems)).isEqualTo(OptionalLong.of(0));
        assertThat(settings.limit("exports-month", problems)).isEqualTo(OptionalLong.of(Quota.MAX_UNITS));
        assertThat(settings.limit("30d", problems)).isEqualTo(OptionalLong.of(Quota.UNLIMITED));
        assertLegal();
    }

    @Test
    void readsTrustedProxiesAndTheForwardedHeader() {
        Settings settings =
                read("ration.trusted-proxies=10.0.0.0/8, 2001:db8::/32,127.0.0.1", "ration.forwarded-header=forwarded");

        assertThat(settings.clientAddress().forwardedHeader()).isEqualTo("Forwarded");
        assertThat(settings.clientAddress().of("10.1.2.3", List.of("for=192.0.2.7")))
                .isEqualTo("192.0.2.7");
        assertThat(settings.clientAddress().of("2001:db8::1", List.of("for=192.0.2.7")))
                .isEqualTo("192.0.2.7");
        assertThat(settings.clientAddress().of("127.0.0.1", List.of("for=192.0.2.7")))
                .isEqualTo("192.0.2.7");
        assertThat(settings.clientAddress().of("127.0.0.2", List.of("for=192.0.2.7")))
                .isEqualTo("127.0.0.2");
        assertThat(read("ration.forwarded-header=X-Forwarded-For")
                        .clientAddress()
                        .forwardedHeader())
                .isEqualTo("X-Forwarded-For");
        assertLegal();
    }

    @ParameterizedTest
    @CsvSource({"1, '::/1'", "48, '2001:db8:1::/48'", "128, '2001:db8:1:2:3::4'"})
    void readsTheIpv6Prefix(String prefix, String client) {
        Settings settings = read("ration.ipv6-prefix=" + prefix);

        assertThat(settings.clientAddress().of("2001:db8:1:2:3::4", List.of())).isEqualTo(client);
        assertLegal();
    }

    @Test
    void readsTheSecret() {
        Settings settings = read("ration.secret=0123456789abcdef");

        assertThat(settings.hasSecret()).isTrue();
        assertThat(settings.fingerprint().of("x"))
                .isNotEqualTo(read().fingerprint().of("x"))
                .isNotEqualTo(
                        read("ration.secret=0123456789abcdeF").fingerprint().of("x"));
        assertLegal();
    }

    @Test
    void readsHeaders() {
        assertThat(read("ration.headers=draft").headers()).isEqualTo(Settings.Headers.DRAFT);
        assertThat(read("ration.headers=legacy").headers()).isEqualTo(Settings.Headers.LEGACY);
        assertThat(read("ration.headers=both").headers()).isEqualTo(Settings.Headers.BOTH);
        assertThat(read("ration.headers=none").headers()).isEqualTo(Settings.Headers.NONE);
        assertLegal();
    }

    @Test
    void readsConnections() {
        assertThat(read("ration.connections=1").connections()).isEqualTo(1);
        assertThat(read("ration.connections=64").connections()).isEqualTo(64);
        assertLegal();
    }

    @Test
    void readsWaiting() {
        assertThat(read("ration.waiting=1").waiting()).isEqualTo(1);
        assertThat(read("ration.waiting=10000000").waiting()).isEqualTo(10_000_000);
        assertLegal();
    }

    @Test
    void readsTimeout() {
        assertThat(read("ration.timeout=PT0.25S").timeout()).isEqualTo(Duration.ofMillis(250));
        assertLegal();
    }

    @Test
    void readsSchema() {
        assertThat(read("ration.schema=validate").createsSchema()).isFalse();
        assertThat(read("ration.schema=create").createsSchema()).isTrue();
        assertLegal();
    }

    // illegal values

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ration.mode=Observe | \"Observe\"; use one of enforce, observe, off",
                "ration.when-store-fails=open | \"open\"; use one of refuse, pass",
                "ration.zone=Berlin | \"Berlin\"; use an IANA zone such as Europe/Berlin",
                "ration.zone=+01:00 | \"+01:00\"; use an IANA zone such as Europe/Berlin",
                "ration.trusted-proxies=10.0.0.0/33 | \"10.0.0.0/33\"; use addresses or CIDR blocks such as 10.0.0.0/8,"
                        + " separated by commas",
                "ration.trusted-proxies=10.0.0.1, | \"10.0.0.1,\"; use addresses or CIDR blocks such as 10.0.0.0/8,"
                        + " separated by commas",
                "ration.trusted-proxies=proxy.example | \"proxy.example\"; use addresses or CIDR blocks such as"
                        + " 10.0.0.0/8, separated by commas",
                "ration.forwarded-header=X-Real-IP | \"X-Real-IP\"; use one of [X-Forwarded-For, Forwarded]",
                "ration.ipv6-prefix=0 | \"0\"; use a whole number from 1 to 128",
                "ration.ipv6-prefix=129 | \"129\"; use a whole number from 1 to 128",
                "ration.ipv6-prefix=/64 | \"/64\"; use a whole number from 1 to 128",
                "ration.secret=fifteen letters | 15 characters long; use at least 16 characters",
                "ration.headers=all | \"all\"; use one of draft, legacy, both, none",
                "ration.connections=0 | \"0\"; use a whole number from 1 to 64",
                "ration.connections=65 | \"65\"; use a whole number from 1 to 64",
                "ration.connections=many | \"many\"; use a whole number from 1 to 64",
                "ration.timeout=5 | \"5\"; use an ISO duration of at least a millisecond, such as PT5S",
                "ration.timeout=PT0.0009S | \"PT0.0009S\"; use an ISO duration of at least a millisecond, such as PT5S",
                "ration.timeout=PT0S | \"PT0S\"; use an ISO duration of at least a millisecond, such as PT5S",
                "ration.timeout=-PT5S | \"-PT5S\"; use an ISO duration of at least a millisecond, such as PT5S",
                "ration.timeout=P9999999999D | \"P9999999999D\"; use an ISO duration of at least a millisecond, such"
                        + " as PT5S",
                "ration.schema=drop | \"drop\"; use one of validate, create",
                "ration.namespace=a b | \"a b\"; use up to 64 letters, digits, dots, underscores and hyphens that begin"
                        + " with a letter or a digit",
                "ration.limit.month=-1 | \"-1\"; use a number from 0 to 999999999999999, or 9223372036854775807 for no"
                        + " limit",
                "ration.limit.nobody-day=1_000 | \"1_000\"; use a number from 0 to 999999999999999, or"
                        + " 9223372036854775807 for no limit"
            })
    void anUnreadableValueStopsTheDeployment(String line, String sentence) {
        String name = line.substring(0, line.indexOf('='));

        assertThat(Deployment.of().with(line).problems())
                .containsExactly("RATION-008 the setting " + name + " is " + sentence + ".");
    }

    @Test
    void namesTheEnvironmentVariableOfAnUnreadableLimit() {
        readEnvironment(Map.of("RATION_LIMIT_MONTH", "ten"));

        assertThat(problems.errors())
                .containsExactly("RATION-008 the setting RATION_LIMIT_MONTH is \"ten\"; use a number from 0 to"
                        + " 999999999999999, or 9223372036854775807 for no limit.");
    }

    // unknown names

    @ParameterizedTest
    @CsvSource({
        "ration.mod, ration.mode",
        "ration.Mode, ration.mode",
        "ration.when-store-failed, ration.when-store-fails",
        "ration.zones, ration.zone",
        "ration.trusted-proxy, ration.trusted-proxies"
    })
    void warnsOfAnUnknownNameWithTheNearestKnownOne(String unknown, String nearest) {
        assertThat(Deployment.of().with(unknown + "=x").warnings())
                .containsExactly("RATION-009 the setting " + unknown + " is not known and has no effect; did you mean "
                        + nearest + "?");
    }

    static class Declaring {
        @Quota(key = "user", limit = 1, scope = "exports")
        public void run() {}
    }

    @Test
    void warnsOfALimitThatIsSetForNoDeclaration() {
        assertThat(Deployment.of(Declaring.class)
                        .with("ration.limit.exports-month=5", "ration.limit.export-month=5")
                        .warnings())
                .containsExactly("RATION-034 the setting ration.limit.export-month has no effect on the declarations"
                        + " seen so far, because none has this policy name; did you mean ration.limit.exports-month?");
    }

    @Test
    void isSilentAboutLimitsWhereAllDeclarationsMayBeSeenLater() {
        assertThat(Deployment.of().with("ration.limit.month=5").warnings()).isEmpty();
    }

    @Test
    void leavesOtherNamesAlone() {
        assertThat(Deployment.of().with("rations.mode=x", "shop.ration.mode=x").warnings())
                .isEmpty();
    }

    // where settings are written

    @ParameterizedTest
    @ValueSource(strings = {"RATION_WHEN_STORE_FAILS", "ration_when_store_fails", "ration.when-store-fails"})
    void readsEnvironmentVariablesAsMicroProfileConfigNamesThem(String variable) {
        Settings settings = readEnvironment(Map.of(variable, "pass"));

        assertThat(settings.passWhenStoreFails()).isTrue();
        assertLegal();
    }

    @Test
    void readsALimitFromTheEnvironment() {
        Settings settings = readEnvironment(Map.of("RATION_LIMIT_EXPORTS_MONTH", "7"));

        assertThat(settings.limit("exports-month", problems)).isEqualTo(OptionalLong.of(7));
        assertLegal();
    }

    @Test
    void warnsOfAnUnknownEnvironmentVariable() {
        readEnvironment(Map.of("RATION_MOD", "off", "HOME", "/"));

        assertThat(problems.warnings())
                .containsExactly(
                        "RATION-009 the setting RATION_MOD is not known and has no effect; did you mean ration.mode?");
    }

    @Test
    void systemPropertiesGoBeforeTheEnvironment() {
        Properties properties = new Properties();
        properties.setProperty("ration.mode", "observe");

        Settings settings = Settings.read(
                new SettingsSource.PropertiesAndEnvironment(properties, Map.of("RATION_MODE", "off")), problems);

        assertThat(settings.mode()).isEqualTo(Settings.Mode.OBSERVE);
    }

    @Test
    void anEmptyValueIsNone() {
        Properties properties = new Properties();
        properties.setProperty("ration.mode", "");

        Settings settings = Settings.read(new SettingsSource.PropertiesAndEnvironment(properties, Map.of()), problems);

        assertThat(settings.mode()).isEqualTo(Settings.Mode.ENFORCE);
        assertThat(Deployment.of().with("ration.mode=").problems()).isEmpty();
        assertLegal();
    }

    private Settings read(String... lines) {
        Properties properties = new Properties();
        for (String line : lines) {
            properties.setProperty(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        return Settings.read(new SettingsSource.PropertiesAndEnvironment(properties, Map.of()), problems);
    }

    private Settings readEnvironment(Map<String, String> environment) {
        return Settings.read(new SettingsSource.PropertiesAndEnvironment(new Properties(), environment), problems);
    }

    private void assertLegal() {
        assertThat(problems.errors()).isEmpty();
        assertThat(problems.warnings()).isEmpty();
    }
}
