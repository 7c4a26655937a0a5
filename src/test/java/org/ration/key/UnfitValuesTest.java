// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ration.key.Calls.call;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.QuotaKeyException;
import org.ration.testkit.TestCall;

/** Values of a request in arithmetic, comparison, indexing and calls: the caller's fault, and in no message. */
class UnfitValuesTest {

    private static final String EVIL = "abc\r\nFORGED";
    private static final String EVIL_NUMBER = "0";

    private final KeyForms forms = TestForms.forms(
            Map.of("plans", new Plans(), "settings", new Settings("gold"), "numbers", new TreeMap<>(Map.of(1, "one"))));

    /** Methods that take numbers. */
    public static class Plans {

        public String of(int number) {
            return List.of("free", "gold").get(number);
        }

        public List<String> getNames() {
            return List.of("free", "gold");
        }

        public String[] getCodes() {
            return new String[] {"f", "g"};
        }

        public Thread.State getState() {
            return Thread.State.NEW;
        }

        public String getNumber() {
            return "no number";
        }

        public String getBroken() {
            throw new IllegalArgumentException("the application's own");
        }

        public String fail(String value) {
            throw new NumberFormatException("the application's own");
        }
    }

    /** Properties to choose from. */
    public record Settings(String plan) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "param.n + 1",
                "1 + param.n",
                "param.n - 1",
                "param.n * 2",
                "param.n / 2",
                "param.n % 2",
                "param.n div 2",
                "param.n mod 2",
                "- param.n",
                "param.n > 5",
                "param.n lt 5 ? 'small' : 'large'",
                "param.n == 5",
                "5 != param.n",
                "param.n >= args[1]",
                "plans.state == param.n",
                "header['X-Team'] + 0",
                "secret(header['X-Api-Key'] + 0)",
                "secret(param.api_key + 0)",
                "user + 1",
                "path.n + 1",
                "request.n + 1",
                "args[0] + 1",
                "plans.of(param.n)",
                "plans.of(param.n + 0)",
                "plans.names[param.n]",
                "plans.codes[param.n]",
                "settings[param.n]",
                "numbers[param.n]",
                "plans[param.n].x",
                "empty settings[param.n] ? 'none' : 'some'",
                "args[1][param.n]",
            })
    void aValueThatDoesNotFitIsABadRequestWhoseMessageDoesNotShowIt(String expression) {
        TestCall call = call().withParameter("n", EVIL)
                .withParameter("api_key", EVIL)
                .withHeader("X-Team", EVIL)
                .withHeader("X-Api-Key", EVIL)
                .withPathParameter("n", EVIL)
                .withAttribute("n", EVIL)
                .withUser(EVIL)
                .withArguments(EVIL, 7);

        assertThatExceptionOfType(QuotaKeyException.class)
                .isThrownBy(() -> forms.parse("t:{" + expression + "}", null).keyFor(call))
                .satisfies(refusal -> {
                    assertThat(refusal.getResponse().getStatus()).isEqualTo(400);
                    assertThat(refusal).hasNoCause();
                    assertThat(refusal.getMessage()).doesNotContain("abc").doesNotContain("FORGED");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"5 % param.n", "5 mod param.n", "plans.names[param.n + 7]", "plans.names[param.n - 1]"})
    void aNumberThatDoesNotFitIsABadRequest(String expression) {
        TestCall call = call().withParameter("n", EVIL_NUMBER);

        assertThatExceptionOfType(QuotaKeyException.class)
                .isThrownBy(() -> forms.parse("t:{" + expression + "}", null).keyFor(call));
    }

    @Test
    void valuesThatFitAreTaken() {
        TestCall call = call().withParameter("n", "1").withParameter("p", "plan");

        assertThat(forms.parse("t:{param.n + 1}:{plans.of(param.n)}:{plans.names[param.n]}:{settings[param.p]}", null)
                        .keyFor(call))
                .isEqualTo("t:2:gold:gold:gold");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plans.broken", "plans.fail(param.n)", "plans['broken']", "plans[param.p]"})
    void whatTheApplicationThrowsIsItsOwn(String expression) {
        TestCall call = call().withParameter("n", "1").withParameter("p", "broken");

        assertThatThrownBy(() -> forms.parse("t:{" + expression + "}", null).keyFor(call))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the application's own");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plans.number + 1",
                "plans.nmaes",
                "plans['nmaes']",
                "plans.of(plans.number)",
                "plans.off(1)",
                "plans.names['x']",
                "args[1].nmae",
                "param.n == param.n ? plans.nmae : 'x'"
            })
    void whatTheDeclarationCannotHaveIsADefect(String expression) {
        TestCall call = call().withParameter("n", "1").withArguments("x", 7);

        assertThatIllegalStateException()
                .isThrownBy(() -> forms.parse("t:{" + expression + "}", null).keyFor(call))
                .withMessageStartingWith("the key expression {" + expression + "} cannot be evaluated: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "apiKey", "accessToken", "auth"})
    void aCallerCannotChooseACredential(String property) {
        KeyForm form = forms.parse("t:{args[0][param.p]}", null);
        TestCall call = call().withParameter("p", property).withArguments(Map.of(property, "hunter2"));

        assertThatExceptionOfType(QuotaKeyException.class).isThrownBy(() -> form.keyFor(call));
        assertThat(forms.parse("t:{secret(args[0][param.p])}", null).keyFor(call))
                .isEqualTo("t:" + TestForms.FINGERPRINT.of("hunter2"));
    }
}
