// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaDeclaration;
import org.ration.QuotaExceededException;
import org.ration.QuotaLimit;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.QuotaUsage;
import org.ration.testing.Deployed;
import org.ration.testing.TestDatabase;
import org.ration.testing.TestRequest;

/** Every method of the registry, as an application gets it. */
@Deployed(settings = {"ration.zone=Europe/Berlin", "ration.limit.exports-month=20", "ration.secret=0123456789abcdef"})
class RegistryCdiTest {

    private static final String HERE = RegistryCdiTest.class.getName() + "$";
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final QuotaPolicy DAY = QuotaPolicy.of(3, QuotaPeriod.DAY);
    private static final QuotaPolicy MONTH = QuotaPolicy.of(10, QuotaPeriod.MONTH);

    @Inject
    QuotaRegistry quotas;

    @Inject
    TestDatabase database;

    @Inject
    TestRequest request;

    @Inject
    Shop shop;

    @ApplicationScoped
    static class Shop {

        @Quota(key = "user", limit = 3, period = "day")
        public void read() {}

        @Quota(key = "user", limit = 10, scope = "exports")
        @Quota(key = "org:{path.org}", limit = 100, limitBy = Plan.class, period = "30d", zone = "UTC", block = false)
        public void export() {}
    }

    public static class Plan implements QuotaLimit {
        @Override
        public OptionalLong limitFor(String key, QuotaCall call) {
            return OptionalLong.of(7);
        }
    }

    // charging

    @Test
    void consumesOneOrMoreUnits() {
        assertThat(quotas.consume("user:42", DAY).usage().used()).isEqualTo(1);
        assertThat(quotas.consume("user:42", DAY, 2).usage().remaining()).isZero();

        assertThat(quotas.consume("user:42", DAY).allowed()).isFalse();
        assertThat(database.used("user:42")).isEqualTo(3);
    }

    @Test
    void consumesSeveralAllOrNothing() {
        List<QuotaCharge> charges = List.of(
                new QuotaCharge("user:42", MONTH, 2),
                new QuotaCharge("user:42", DAY, 2),
                new QuotaCharge("org:7", DAY, 4));

        QuotaDecision decision = quotas.consume(charges);

        assertThat(decision.allowed()).isFalse();
        assertThat(decision.violated()).extracting(QuotaUsage::key).containsExactly("org:7");
        assertThat(database.used()).isZero();
        assertThat(quotas.consume(charges.subList(0, 2)).usages())
                .extracting(QuotaUsage::used)
                .containsExactly(2L, 2L);
    }

    @Test
    void consumesWithoutAThreadThatWaits() {
        QuotaCharge all = new QuotaCharge("user:42", DAY, 3);

        QuotaDecision first =
                quotas.consumeAsync(List.of(all)).toCompletableFuture().join();
        QuotaDecision second =
                quotas.consumeAsync(List.of(all)).toCompletableFuture().join();

        assertThat(first.allowed()).isTrue();
        assertThat(first.usage().remaining()).isZero();
        assertThat(second.allowed()).as("a refusal is a normal completion").isFalse();
        assertThat(database.used("user:42")).isEqualTo(3);
        assertThatThrownBy(() -> quotas.consumeAsync(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quotas.consumeAsync(List.of(all, all))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void checksWithoutCharging() {
        quotas.consume("user:42", DAY, 2);

        assertThat(quotas.check("user:42", DAY, 1).allowed()).isTrue();
        assertThat(quotas.check("user:42", DAY, 2).allowed()).isFalse();
        assertThat(database.used("user:42")).isEqualTo(2);
    }

    @Test
    void chargesTheCounterOfTheAnnotations() {
        request.by("alice");
        shop.read();
        quotas.consume(quotas.key("user", "alice"), DAY, 2);

        assertThatThrownBy(shop::read).isInstanceOf(QuotaExceededException.class);
        assertThat(database.number("select count(*) from ration_account")).isEqualTo(1);
    }

    // looking

    @Test
    void aPolicyWithoutZoneIsInThatOfTheSettings() {
        quotas.consume("user:42", DAY);

        QuotaUsage usage = quotas.usage("user:42", DAY);

        assertThat(usage.zone()).isEqualTo(BERLIN);
        assertThat(usage.periodStart()).isEqualTo(Instant.parse("2026-03-09T23:00:00Z"));
        assertThat(usage.resetAt()).isEqualTo(Instant.parse("2026-03-10T23:00:00Z"));
        assertThat(quotas.check("user:42", DAY, 1).usage().zone()).isEqualTo(BERLIN);
        assertThat(quotas.consume("user:43", DAY.withZone(ZoneId.of("Asia/Tokyo")))
                        .usage()
                        .zone())
                .isEqualTo(ZoneId.of("Asia/Tokyo"));
    }

    @Test
    void showsAFreshWindowOfACounterThatWasNeverUsed() {
        QuotaUsage usage = quotas.usage("user:42", MONTH);

        assertThat(usage)
                .isEqualTo(QuotaUsage.builder("user:42", QuotaPeriod.MONTH, BERLIN)
                        .limit(10)
                        .window(Instant.parse("2026-02-28T23:00:00Z"), Instant.parse("2026-03-31T22:00:00Z"))
                        .build());
        assertThat(database.number("select count(*) from ration_account")).isZero();
    }

    @Test
    void showsEveryCounterOfAKey() {
        quotas.consume("user:42", MONTH.withScope("exports"), 4);
        quotas.consume("user:42", DAY, 1);
        quotas.consume("user:43", DAY, 1);

        assertThat(quotas.usage("user:42"))
                .extracting(QuotaUsage::policyName, QuotaUsage::used)
                .containsExactly(tuple("day", 1L), tuple("exports-month", 4L));
        assertThat(quotas.usage("user:44")).isEmpty();
    }

    // resetting

    @Test
    void resetsOneCounterOrAllOfAKey() {
        quotas.consume("user:42", MONTH, 4);
        quotas.consume("user:42", DAY, 1);

        assertThat(quotas.reset("user:42", DAY)).isTrue();
        assertThat(quotas.reset("user:42", DAY)).isFalse();
        assertThat(database.used("user:42")).isEqualTo(4);
        quotas.consume("user:42", DAY, 1);
        assertThat(quotas.reset("user:42")).isEqualTo(2);
        assertThat(quotas.reset("user:42")).isZero();
        assertThat(database.used("user:42")).isZero();
    }

    // keys

    @ParameterizedTest
    @CsvSource({
        "user, 42, user:42",
        "ip, 192.0.2.7, ip:192.0.2.7",
        "user_or_ip, 42, user:42",
        "param:team, blue, param:team:blue",
        "path:org, 7, path:org:7",
        "org:{path.org}, 7, org:7"
    })
    void buildsKeysOfOneValue(String form, String value, String key) {
        assertThat(quotas.key(form, value)).isEqualTo(key);
    }

    @Test
    void buildsKeysOfNoneAndOfSeveralValues() {
        assertThat(quotas.key("global")).isEqualTo("global");
        assertThat(quotas.key("global:exports")).isEqualTo("global:exports");
        assertThat(quotas.key("org:{path.org}:{user}", 7, "bob")).isEqualTo("org:7:bob");
        assertThat(quotas.key("header:X-Api-Key", "raw"))
                .startsWith("header:x-api-key:")
                .doesNotContain("raw");
    }

    @Test
    void refusesIllegalFormsAndValues() {
        assertIllegal(
                () -> quotas.key("usr", "42"),
                () -> quotas.key("user"),
                () -> quotas.key("user", "42", "43"),
                () -> quotas.key("user", (Object) null),
                () -> quotas.key("user", " "),
                () -> quotas.key("user", "a\nb"),
                () -> quotas.key("global", "x"));
    }

    // declarations

    @Test
    void tellsWhatTheApplicationDeclares() {
        assertThat(quotas.declarations())
                .containsExactly(
                        new QuotaDeclaration(
                                HERE + "Shop#export",
                                "org:{path.org}",
                                QuotaPolicy.of(100, QuotaPeriod.days(30))
                                        .withZone(ZoneId.of("UTC"))
                                        .withBlock(false)),
                        new QuotaDeclaration(
                                HERE + "Shop#export",
                                "user",
                                QuotaPolicy.of(20, QuotaPeriod.MONTH)
                                        .withScope("exports")
                                        .withZone(BERLIN)),
                        new QuotaDeclaration(HERE + "Shop#read", "user", DAY.withZone(BERLIN)));
    }

    // illegal arguments

    @Test
    void refusesIllegalArgumentsBeforeTheDatabaseIsTouched() {
        int commits = database.wire().commits();

        assertIllegal(
                () -> quotas.consume("", DAY),
                () -> quotas.consume("x".repeat(201), DAY),
                () -> quotas.consume("a\u0000", DAY),
                () -> quotas.consume("user:42", DAY, -1),
                () -> quotas.consume("user:42", DAY, Quota.MAX_UNITS + 1),
                () -> quotas.consume(List.of()),
                () -> quotas.consume(List.of(new QuotaCharge("user:42", DAY, 1), new QuotaCharge("user:42", DAY, 1))),
                () -> quotas.consume(List.of(
                        new QuotaCharge("user:42", QuotaPolicy.of(1, QuotaPeriod.monthFrom(15)), 1),
                        new QuotaCharge("user:42", MONTH, 1))),
                () -> quotas.check("", DAY, 1),
                () -> quotas.check("user:42", DAY, -1),
                () -> quotas.usage(" ", DAY),
                () -> quotas.usage(" "),
                () -> quotas.reset(" "),
                () -> quotas.reset(" ", DAY));
        assertNull(
                () -> quotas.consume(null, DAY),
                () -> quotas.consume("user:42", null),
                () -> quotas.consume(null),
                () -> quotas.consume(Arrays.asList(new QuotaCharge("user:42", DAY, 1), null)),
                () -> quotas.check(null, DAY, 1),
                () -> quotas.check("user:42", null, 1),
                () -> quotas.usage(null, DAY),
                () -> quotas.usage("user:42", null),
                () -> quotas.usage(null),
                () -> quotas.reset(null),
                () -> quotas.reset(null, DAY),
                () -> quotas.reset("user:42", null),
                () -> quotas.key(null, "x"));

        assertThat(database.wire().commits()).isEqualTo(commits);
        assertThat(database.number("select count(*) from ration_account")).isZero();
    }

    private static void assertIllegal(ThrowingCallable... calls) {
        Stream.of(calls).forEach(call -> assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class));
    }

    private static void assertNull(ThrowingCallable... calls) {
        Stream.of(calls).forEach(call -> assertThatThrownBy(call).isInstanceOf(NullPointerException.class));
    }

    // which limit is in force

    @Test
    void anOverrideGoesBeforeLimitByWhichGoesBeforeTheSettingWhichGoesBeforeTheAnnotation() {
        request.by("alice").pathParameter("org", "7");

        shop.export();
        QuotaDecision decision = request.decisions().get(0);
        assertThat(decision.usages()).extracting(QuotaUsage::limit).containsExactly(20L, 7L);

        database.update("update ration_account set limit_override = 1 where quota_key = 'user:alice'");
        assertThatThrownBy(shop::export).isInstanceOf(QuotaExceededException.class);
        assertThat(request.decisions().get(1).usages())
                .extracting(QuotaUsage::limit)
                .containsExactly(1L, 7L);
    }

    @Test
    void theSettingIsForDeclarationsOnly() {
        assertThat(quotas.consume("user:42", MONTH.withScope("exports")).usage().limit())
                .isEqualTo(10);
    }
}
