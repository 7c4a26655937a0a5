// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.ration.key.Calls.call;
import static org.ration.key.TestForms.FINGERPRINT;
import static org.ration.key.TestForms.form;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.QuotaCharge;
import org.ration.QuotaKeyException;
import org.ration.testkit.TestCall;

/** The rows of the table of forms, but for templates. */
class SingleValueFormTest {

    @Test
    void countsByUser() {
        assertThat(form("user").keyFor(call().withUser("bob"))).isEqualTo("user:bob");
        assertThat(form("user").build(List.of("bob"))).isEqualTo("user:bob");
    }

    @Test
    void answers401WithoutUser() {
        assertStatus(401, "user", call());
        assertStatus(401, "user", call().withUser(" "));
        assertStatus(401, "org:{user}", call());
    }

    @Test
    void countsByAddress() {
        assertThat(form("ip").keyFor(call().withAddress("192.0.2.7"))).isEqualTo("ip:192.0.2.7");
        assertThat(form("ip").build(List.of("::ffff:192.0.2.7"))).isEqualTo("ip:192.0.2.7");
        assertThat(form("ip").build(List.of("2001:db8::7"))).isEqualTo("ip:2001:db8::/64");
        assertThat(form("ip").build(List.of("2001:db8::/64"))).isEqualTo("ip:2001:db8::/64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8::/63", "2001:db8::1/64", "localhost", "192.0.2.7/64"})
    void buildsNoKeyForWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form("ip").build(List.of(text)))
                .withMessageContaining("is not an IPv4 or IPv6 address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form("at:{ip}").build(List.of(text)))
                .withMessageContaining("is not an IPv4 or IPv6 address");
    }

    @Test
    void countsByUserAndAnonymousCallersByAddress() {
        assertThat(form("user_or_ip").keyFor(call().withUser("bob").withAddress("192.0.2.7")))
                .isEqualTo("user:bob");
        assertThat(form("user_or_ip").keyFor(call().withAddress("192.0.2.7"))).isEqualTo("anonymous:192.0.2.7");
        assertThat(form("user_or_ip").build(List.of("bob"))).isEqualTo("user:bob");
    }

    @Test
    void keepsAUserNamedLikeAnAddressApartFromTheAddress() {
        assertThat(form("user_or_ip").keyFor(call().withUser("127.0.0.1")))
                .isNotEqualTo(form("user_or_ip").keyFor(call().withAddress("127.0.0.1")))
                .isNotEqualTo(form("ip").keyFor(call().withAddress("127.0.0.1")));
    }

    @Test
    void countsByTheFingerprintOfAHeader() {
        assertThat(form("header:X-Api-Key").keyFor(call().withHeader("X-API-KEY", "s3cret")))
                .isEqualTo("header:x-api-key:" + FINGERPRINT.of("s3cret"))
                .isEqualTo(form("header:X-Api-Key").build(List.of("s3cret")));
    }

    @Test
    void storesNothingOfAHeader() {
        assertThat(form("header:Authorization").keyFor(call().withHeader("Authorization", "Bearer s3cret")))
                .doesNotContain("s3cret", "Bearer");
    }

    @Test
    void countsByParameters() {
        assertThat(form("param:team").keyFor(call().withParameter("team", "a:b")))
                .isEqualTo("param:team:a:b");
        assertThat(form("path:Org").keyFor(call().withPathParameter("Org", "7")))
                .isEqualTo("path:Org:7");
        assertThat(form("param:team").build(List.of(7))).isEqualTo("param:team:7");
    }

    @Test
    void countsAllCallersTogetherOnPurpose() {
        assertThat(form("global").keyFor(call())).isEqualTo("global");
        assertThat(form("global:exports").keyFor(call()))
                .isEqualTo("global:exports")
                .isEqualTo(form("global:exports").build(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header:X-Team",
                "param:team",
                "path:org",
                "ip",
                "user_or_ip",
                "t:{header['X-Team']}",
                "t:{param.team}",
                "t:{path.org}",
                "t:{ip}",
                "t:{request.team}",
                "t:{request.path}",
                "t:{request.method}"
            })
    void answers400WhereThePartIsMissing(String form) {
        assertStatus(400, form, call());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\u2003"})
    void answers400WhereTheValueIsBlank(String value) {
        assertStatus(400, "header:X-Team", call().withHeader("X-Team", value));
        assertStatus(400, "param:team", call().withParameter("team", value));
        assertStatus(400, "t:{header['X-Team']}", call().withHeader("X-Team", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "a\r\nb", "a\tb", "\u007f", "a\u0085", "\ud83d", "\ude00\ud83d"})
    void answers400WhereTheValueHasControlCharactersOrLoneSurrogates(String value) {
        assertStatus(400, "user", call().withUser(value));
        assertStatus(400, "header:X-Team", call().withHeader("X-Team", value));
        assertStatus(400, "param:team", call().withParameter("team", value));
        assertStatus(400, "path:org", call().withPathParameter("org", value));
        assertStatus(400, "t:{param.team}", call().withParameter("team", value));
        assertStatus(400, "t:{secret(param.team)}", call().withParameter("team", value));
        assertThatIllegalArgumentException().isThrownBy(() -> form("user").build(List.of(value)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form("t:{secret(param.team)}").build(List.of(value)));
    }

    @Test
    void namesThePartThatIsMissingAndNeverAValue() {
        assertThatExceptionOfType(QuotaKeyException.class)
                .isThrownBy(() -> form("header:X-Team").keyFor(call()))
                .withMessage("the quota counts by header X-Team, but the call has none, or an empty one");
        assertThatExceptionOfType(QuotaKeyException.class)
                .isThrownBy(() -> form("param:team").keyFor(call().withParameter("team", "s3cret\u0000")))
                .withMessage("the quota counts by query parameter team, but its value has control characters or lone"
                        + " surrogates");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header:X-Team",
                "param:X-Team",
                "t:{header['X-Team']}",
                "t:{secret(header['X-Team'])}:{param['X-Team']}"
            })
    void takesAHugeValueInBoundedTimeAndSpace(String form) {
        String huge = ":".repeat(1 << 20);
        TestCall call = call().withHeader("X-Team", huge).withParameter("X-Team", huge);

        String key = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> form(form).keyFor(call));

        assertThatCode(() -> QuotaCharge.requireKey(key)).doesNotThrowAnyException();
    }

    @Test
    void neverCutsALongValue() {
        String head = "x".repeat(400);

        assertThat(form("user").keyFor(call().withUser(head + "1")))
                .isNotEqualTo(form("user").keyFor(call().withUser(head + "2")));
        assertThat(form("user").keyFor(call().withUser(head)))
                .isEqualTo(form("user").build(List.of(head)))
                .hasSize(200);
    }

    @Test
    void letsNobodyTakeTheShortenedKeyOfAnother() {
        String victim = form("user").keyFor(call().withUser("x".repeat(400)));

        assertThat(form("user").keyFor(call().withUser(victim.substring("user:".length()))))
                .isNotEqualTo(victim);
    }

    @Test
    void buildsNoKeyOfValuesThatDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form("user").build(List.of()))
                .withMessage("the key form \"user\" takes 1 value, but 0 are given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form("global").build(List.of("x")))
                .withMessage("the key form \"global\" takes 0 values, but 1 are given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form("org:{path.org}:{user}").build(List.of("7")))
                .withMessage("the key form \"org:{path.org}:{user}\" takes 2 values, but 1 are given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form("user").build(Collections.singletonList(null)))
                .withMessage("value 1 for the key form \"user\" is null or blank; a key needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form("t:{user}:{path.x}").build(Arrays.asList("bob", " ")))
                .withMessage("value 2 for the key form \"t:{user}:{path.x}\" is null or blank; a key needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form("user").build(List.of(new Object())))
                .withMessageStartingWith(
                        "value 1 for the key form \"user\" is a java.lang.Object, which has no canonical text");
    }

    @ParameterizedTest
    @CsvSource({
        "user, user, true",
        "header:X-Api-Key, header:x-api-key, true",
        "param:a, param:A, false",
        "user, user_or_ip, false",
        "'t:{ user }', t:{user}, true",
        "t:{header['X-A']}, 't:{header[\"x-a\"]}', true",
        "t:{header.x}, t:{header['X']}, true",
        "'t:{user == \"x\" ? ip : user}', t:{user=='x'?ip:user}, true",
        "t:{param['a ] == param [ b']}, t:{param['a'] == param['b']}, false",
        "t:{param.x}, t:{param.X}, false",
        "t:{user}, u:{user}, false"
    })
    void haveOneIdentityIfTheyYieldTheSameKeys(String one, String other, boolean same) {
        assertThat(form(one).identity().equals(form(other).identity())).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "user, false",
        "ip, true",
        "user_or_ip, true",
        "header:X, true",
        "param:x, true",
        "path:x, true",
        "global, false",
        "global:x, false",
        "t:{user}, false",
        "t:{args[0]}, false",
        "t:{user}:{path.x}, true",
        "t:{request.path}, true",
        "t:{ip}, true",
        "t:{secret(header.x)}, true"
    })
    void knowWhetherTheyNeedARequest(String form, boolean usesRequest) {
        assertThat(form(form).usesRequest()).isEqualTo(usesRequest);
    }

    @Test
    void areKeptAsWritten() {
        assertThat(form("header:X-Api-Key").text()).isEqualTo("header:X-Api-Key");
        assertThat(form("t:{ user }").text()).isEqualTo("t:{ user }");
    }

    private static void assertStatus(int status, String form, TestCall call) {
        assertThatExceptionOfType(QuotaKeyException.class)
                .isThrownBy(() -> form(form).keyFor(call))
                .satisfies(
                        refused -> assertThat(refused.getResponse().getStatus()).isEqualTo(status));
    }
}
