// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.ration.key.Calls.call;

import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ration.QuotaKeyException;

/** Forms that operators type can be as deep and as long as they like; no parser follows them down. */
class HugeFormTest {

    static Stream<String> hugeForms() {
        return Stream.of(
                "a:{" + "(".repeat(500) + "user" + ")".repeat(500) + "}",
                "a:{" + "secret(".repeat(60) + "user" + ")".repeat(60) + "}",
                "a:{" + "(".repeat(100_000),
                "a:{" + "not ".repeat(400) + "empty user}",
                "a:{" + "-".repeat(1_000) + "param.n}",
                "a:{" + "user ? ".repeat(150) + "'x'" + " : 'y'".repeat(150) + "}",
                "a:{param.n" + " + 1".repeat(400) + "}",
                "a:{args[0]" + ".x".repeat(900) + "}",
                "a:{args" + "[args[0]".repeat(100) + "]".repeat(100) + "}",
                "a" + ":{user}".repeat(2_000),
                "a:" + "x".repeat(1_000_000),
                "header:" + "x".repeat(100_000),
                "x".repeat(1_000_000));
    }

    @ParameterizedTest
    @MethodSource("hugeForms")
    void isRefusedOnASmallStack(String form) throws InterruptedException {
        assertThatIllegalArgumentException().isThrownBy(() -> onSmallStack(form));
    }

    @Test
    void whatIsJustNotTooDeepIsEvaluatedOnASmallStack() throws InterruptedException {
        String inner = "(".repeat(15) + "user" + ")".repeat(15);
        String unary = "not ".repeat(98) + "empty user";
        String sum = "param.n" + " + 1".repeat(90);

        onSmallStack("a:{" + inner + "}");
        onSmallStack("a:{" + unary + "}");
        onSmallStack("a:{" + sum + "}");
    }

    @Test
    void anErrorMessageIsBounded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestForms.form("x".repeat(1_000_000)))
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(5_000));
    }

    private static void onSmallStack(String form) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        TestForms.form(form).keyFor(call().withUser("bob").withParameter("n", "1"));
                    } catch (QuotaKeyException missing) {
                        // the form is legal
                    } catch (Throwable refused) {
                        thrown.set(refused);
                    }
                },
                "small",
                256 * 1024);
        thread.start();
        thread.join();
        if (thrown.get() instanceof IllegalArgumentException refusal) {
            throw refusal;
        }
        assertThat(thrown.get()).isNull();
    }
}
