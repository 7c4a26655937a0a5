// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.ration.key.Calls.call;
import static org.ration.key.TestForms.FINGERPRINT;
import static org.ration.key.TestForms.form;
import static org.ration.key.TestForms.forms;

import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.QuotaKeyException;
import org.ration.testkit.TestCall;

class TemplateTest {

    @Test
    void putsTheValuesOfACallIntoItsText() {
        TestCall call = call().withUser("bob").withPathParameter("org", "7");

        assertThat(form("org:{path.org}:{user}").keyFor(call)).isEqualTo("org:7:bob");
    }

    @Test
    void isBuiltFromValuesAsACallMakesIt() {
        KeyForm form = form("org:{path.org}:{user}");
        for (String value : List.of("7", "a:b", "%3A", "{}", "\u00e9 x", "x".repeat(300))) {
            TestCall call = call().withUser("bob").withPathParameter("org", value);

            assertThat(form.build(List.of(value, "bob"))).isEqualTo(form.keyFor(call));
        }
    }

    @Test
    void readsEveryPartOfACall() {
        TestCall call = call().withAddress("192.0.2.7")
                .withHeader("X-Team", "red")
                .withParameter("page size", "9")
                .withPathParameter("org", "7")
                .withAttribute("com.shop.plan", "gold")
                .withRequest("GET", "/orders");

        assertThat(form("t:{ip}").keyFor(call)).isEqualTo("t:192.0.2.7");
        assertThat(form("t:{header['x-team']}").keyFor(call)).isEqualTo("t:red");
        assertThat(form("t:{header[\"X-Team\"]}").keyFor(call)).isEqualTo("t:red");
        assertThat(form("t:{param['page size']}").keyFor(call)).isEqualTo("t:9");
        assertThat(form("t:{path['org']}").keyFor(call)).isEqualTo("t:7");
        assertThat(form("t:{request['com.shop.plan']}").keyFor(call)).isEqualTo("t:gold");
        assertThat(form("t:{request.method}:{request.path}").keyFor(call)).isEqualTo("t:GET:/orders");
    }

    @Test
    void neverLetsValuesMove() {
        KeyForm form = form("t:{param.a}:{param.b}");

        assertThat(form.build(List.of("a:b", "c"))).isNotEqualTo(form.build(List.of("a", "b:c")));
        assertThat(form.build(List.of("a%3Ab", "c"))).isNotEqualTo(form.build(List.of("a:b", "c")));
    }

    @ParameterizedTest
    @CsvSource({
        "{user}, user",
        "{user}, global",
        "{user}:{path.x}, user",
        "us{user}:{path.x}, er",
        "{user}:{path.x}, ip",
        "{user}:{path.x}, org"
    })
    void neverImitatesTheKeyOfAnotherFormOrTag(String template, String value) {
        KeyForm form = form(template);
        String key = form.build(template.contains("path") ? List.of(value, "42") : List.of(value));

        assertThat(key).startsWith(":").isNotIn("user", "global", "user:42", "ip:42", "org:42");
    }

    @Test
    void tellsWhetherItsKeysCanBeMistakenForThoseOfAnother() {
        assertThat(canMeet("a:{user}:{path.x}", "a:b:{path.x}")).isTrue();
        assertThat(canMeet("a:{user}-{path.x}", "a:{user}")).isTrue();
        assertThat(canMeet("{user}:x", "{user}:{path.x}")).isTrue();

        assertThat(canMeet("a:{user}:{path.x}", "a:{user}")).isFalse();
        assertThat(canMeet("a:{user}", "b:{user}")).isFalse();
        assertThat(canMeet("a:{user}", "a:{param.user}")).isFalse();
        assertThat(canMeet("{user}", "user")).isFalse();
        assertThat(canMeet("{user}:x", "a:{path.x}")).isFalse();
        assertThat(canMeet("a:x:{user}", "a:y:{user}")).isFalse();
    }

    @Test
    void hidesSecrets() {
        KeyForm form = form("api_key:{secret(request.api_key)}");

        assertThat(form.keyFor(call().withAttribute("api_key", "s3cret")))
                .isEqualTo("api_key:" + FINGERPRINT.of("s3cret"))
                .isEqualTo(form.build(List.of("s3cret")));
        assertThat(form("k:{secret(header['X-Api-Key'])}").keyFor(call().withHeader("x-api-key", "s3cret")))
                .isEqualTo("k:" + FINGERPRINT.of("s3cret"));
        assertThat(form("k:{secret(header.authorization.toLowerCase())}")
                        .keyFor(call().withHeader("Authorization", "S3")))
                .isEqualTo("k:" + FINGERPRINT.of("s3"));
    }

    @Test
    void takesNoValueWhereItCannotTellASecretFromAText() {
        KeyForm form = form("k:{empty request.api_key ? user : secret(request.api_key)}");

        assertThat(form.keyFor(call().withUser("bob"))).isEqualTo("k:bob");
        assertThat(form.keyFor(call().withAttribute("api_key", "s3cret"))).isEqualTo("k:" + FINGERPRINT.of("s3cret"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form.build(List.of("s3cret")))
                .withMessageContaining("secret() is only a part of")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void neverMakesOneCounterOfAllCallsThatLackAPart() {
        List<String> forms = List.of(
                "t:{secret(request.api_key)}",
                "t:{header['X-Team'].toLowerCase()}",
                "t:{header['X-Team'] == 'red' ? 'red' : 'other'}",
                "t:{param.n + 1}",
                "t:{header.a}:{user}",
                "t:{teams.of(header['X-Team'])}",
                "t:{teams.of(args[0].name)}",
                "t:{args[1].name}");

        for (String form : forms) {
            TestCall call = call().withUser("bob").withArguments(new Order(null));
            assertThatExceptionOfType(QuotaKeyException.class)
                    .as(form)
                    .isThrownBy(() -> forms(Map.of("teams", new Teams()))
                            .parse(form, null)
                            .keyFor(call))
                    .satisfies(refused ->
                            assertThat(refused.getResponse().getStatus()).isEqualTo(400));
        }
    }

    @Test
    void canAskForAPartThatMayBeMissing() {
        KeyForm form = form("t:{empty header['X-Team'] ? user : header['X-Team']}");

        assertThat(form.keyFor(call().withUser("bob"))).isEqualTo("t:bob");
        assertThat(form.keyFor(call().withUser("bob").withHeader("X-Team", "red")))
                .isEqualTo("t:red");
        assertThat(form("t:{not empty user ? user : ip}").keyFor(call().withAddress("192.0.2.7")))
                .isEqualTo("t:192.0.2.7");
        assertThat(form("t:{empty args[0].name ? 'none' : args[0].name}").keyFor(call().withArguments(new Order(null))))
                .isEqualTo("t:none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t:{teams.none(user) + 1}",
                "t:{teams.none(user) == 'red' ? 'red' : 'other'}",
                "t:{empty header.x ? args[0].name + 1 : header.x}",
                "t:{empty header.x ? args[0]['name'] + 1 : header.x}",
                "t:{empty args[0].name ? teams.none(user) + 1 : 'x'}",
                "t:{empty teams.of(args[0].name) ? 'none' : 'x'}",
                "t:{empty args[0].name && args[0].name < 1 ? 'none' : 'x'}",
                "t:{args[0][header.y] + 1}"
            })
    void isStrictWithAllThatEmptyDoesNotAskFor(String form) {
        TestCall call = call().withUser("bob").withArguments(new Order(null)).withHeader("Y", "name");

        assertThatExceptionOfType(QuotaKeyException.class)
                .isThrownBy(() ->
                        forms(Map.of("teams", new Teams())).parse(form, null).keyFor(call));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t:{empty teams.none(user) ? 'none' : 'x'}",
                "t:{empty args[0].name ? 'none' : 'x'}",
                "t:{empty args[0]['name'] ? 'none' : 'x'}",
                "t:{empty args[0][header.y] ? 'none' : 'x'}",
                "t:{not empty args.order.name ? 'x' : 'none'}",
                "t:{empty args[0].name.length ? 'none' : 'x'}",
                "t:{not empty args[0] and empty args[0].name ? 'none' : 'x'}"
            })
    void canAskForResultsAndPropertiesThatMayBeMissing(String form) {
        TestCall call = call().withUser("bob").withArguments(new Order(null)).withHeader("Y", "name");

        assertThat(forms(Map.of("teams", new Teams())).parse(form, null).keyFor(call))
                .isEqualTo("t:none");
    }

    @Test
    void readsArgumentsByIndexAndByName() {
        TestCall call = TestCall.of(TemplateTest.class, "place").withArguments(new Order("blue"), Optional.of("x"));

        assertThat(forms().parse("t:{args[0].name}", orderMethod()).keyFor(call))
                .isEqualTo("t:blue");
        assertThat(forms().parse("t:{args.order.name}", orderMethod()).keyFor(call))
                .isEqualTo("t:blue");
        assertThat(forms().parse("t:{args['order']['name']}", orderMethod()).keyFor(call))
                .isEqualTo("t:blue");
        assertThat(forms().parse("t:{args[1]}", orderMethod()).keyFor(call)).isEqualTo("t:x");
    }

    @Test
    void readsPropertiesOfBeansMapsListsAndArrays() {
        TestCall call = call().withArguments(new Customer("kim"), Map.of("ids", List.of(1, 2)));

        assertThat(form("t:{args[0].name}").keyFor(call)).isEqualTo("t:kim");
        assertThat(form("t:{args[0].tags[1]}").keyFor(call)).isEqualTo("t:new");
        assertThat(form("t:{args[1].ids[1]}").keyFor(call)).isEqualTo("t:2");
    }

    @Test
    void callsMethodsOfNamedBeans() {
        KeyForms forms = forms(Map.of("teams", new Teams()));

        assertThat(forms.parse("t:{teams.of(user)}", null).keyFor(call().withUser("bob")))
                .isEqualTo("t:team of bob");
        assertThat(forms.parse("t:{teams.main}", null).keyFor(call())).isEqualTo("t:main team");
        assertThat(forms.parse("t:{teams.of(teams.of(user)).substring(5)}", null)
                        .keyFor(call().withUser("bob")))
                .isEqualTo("t:of team of bob");
    }

    @Test
    void changesTheCaseOfTextWhateverTheLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(form("t:{header['X-Team'].toLowerCase().strip()}").keyFor(call().withHeader("X-Team", " TITAN")))
                    .isEqualTo("t:titan");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void passesOnWhatANamedBeanThrows() {
        KeyForm form = forms(Map.of("teams", new Teams())).parse("t:{teams.refuse(user)}", null);

        assertThatExceptionOfType(QuotaKeyException.class)
                .isThrownBy(() -> form.keyFor(call().withUser("bob")))
                .withMessage("no team for you");
    }

    static List<@Nullable Object> texts() {
        return Arrays.asList(
                "x",
                new StringBuilder("x"),
                'x',
                Optional.of("x"),
                Optional.of(Optional.of('x')),
                TimeUnit.DAYS,
                true,
                42,
                42L,
                1.5,
                new UUID(0, 1),
                (Principal) () -> "kim");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void turnsValuesIntoText(Object value) {
        assertThat(form("t:{request.x}").keyFor(call().withAttribute("x", value)))
                .isIn("t:x", "t:DAYS", "t:true", "t:42", "t:1.5", "t:kim", "t:" + new UUID(0, 1));
    }

    static List<Object> objectsWithoutText() {
        return List.of(
                new Object(), new int[] {1}, List.of("a"), Map.of("a", "b"), new Customer("kim"), new Order("x"));
    }

    @ParameterizedTest
    @MethodSource("objectsWithoutText")
    void takesAnObjectWithoutTextForADefect(Object value) {
        assertThatIllegalStateException()
                .isThrownBy(() -> form("t:{request.x}").keyFor(call().withAttribute("x", value)))
                .withMessageContaining("{request.x}")
                .withMessageContaining(value.getClass().getName());
    }

    @Test
    void takesAPropertyThatDoesNotExistForADefect() {
        assertThatIllegalStateException()
                .isThrownBy(() -> form("t:{args[0].nmae}").keyFor(call().withArguments(new Order("x"))))
                .withMessageContaining("{args[0].nmae}")
                .withMessageContaining("nmae");
    }

    @Test
    void answers400ForAnOptionalThatIsEmpty() {
        assertThatExceptionOfType(QuotaKeyException.class)
                .isThrownBy(() -> form("t:{request.x}").keyFor(call().withAttribute("x", Optional.empty())));
    }

    @Test
    void serveManyThreads() {
        KeyForm form = form("org:{path.org}:{secret(header['X-Api-Key'])}");

        List<String> keys = IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(
                        i -> form.keyFor(call().withPathParameter("org", "" + i).withHeader("X-Api-Key", "key " + i)))
                .toList();

        assertThat(keys)
                .isEqualTo(IntStream.range(0, 20_000)
                        .mapToObj(i -> "org:" + i + ":" + FINGERPRINT.of("key " + i))
                        .toList());
    }

    private static boolean canMeet(String one, String other) {
        return forms().parse(one, null).canMeet(forms().parse(other, null))
                && forms().parse(other, null).canMeet(forms().parse(one, null));
    }

    record Order(@Nullable String name) {}

    public record Customer(String kim) {
        public String getName() {
            return kim;
        }

        public String[] getTags() {
            return new String[] {"old", "new"};
        }
    }

    public static class Teams {
        public String of(String user) {
            return "team of " + user;
        }

        public @Nullable String none(String user) {
            return null;
        }

        public String getMain() {
            return "main team";
        }

        public String refuse(String user) {
            throw QuotaKeyException.badRequest("no team for you");
        }
    }

    static CalledMethod orderMethod() {
        return Arrays.stream(TemplateTest.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("place"))
                .findAny()
                .map(method -> new CalledMethod(TemplateTest.class, method))
                .orElseThrow();
    }

    static void place(Object order, Object more) {}
}
