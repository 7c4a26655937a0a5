// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ration.key.Calls.call;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaKeyException;
import org.ration.testing.Effort;
import org.ration.testing.Scrawl;
import org.ration.testkit.TestCall;

/** Whatever is written in forms, headers, parameters and addresses: a key, or the exception that is documented. */
class BadInputTest {

    private static final List<String> FORMS = List.of(
            "user",
            "ip",
            "user_or_ip",
            "header:",
            "param:",
            "path:",
            "global",
            "global:",
            "X-Team",
            "Authorization",
            "{user}",
            "{ip}",
            "{header['X-Team']}",
            "{path.org}",
            "{param.q}",
            "{request.path}",
            "{secret(request.api_key)}",
            "{args[0]}",
            "org:",
            "secret(",
            "request",
            ".",
            "['",
            "']",
            " ? ",
            " + ",
            "true",
            "null",
            "T(java.lang.Runtime)");
    private static final List<String> HOPS = List.of(
            "192.0.2.1",
            "10.0.0.2",
            "2001:db8::1",
            "[2001:db8::1]",
            ":443",
            "for=",
            "by=",
            "proto=https",
            ";",
            ", ",
            "\"",
            "unknown",
            "_hidden",
            "::ffff:192.0.2.1",
            "fe80::1%eth0",
            "1.2.3",
            "::",
            "For=\"[");
    private static final List<String> VALUES =
            List.of("a", "b", "A", "user", "user:", "team", "x".repeat(60), "-", "_", "~");

    @Test
    void formsAreReadOrRefused() {
        Scrawl scrawl = new Scrawl(1, FORMS);
        KeyForms forms = TestForms.forms();
        int legal = 0;
        for (int i = 0; i < Effort.of(15_000, 400_000); i++) {
            legal += isForm(forms, scrawl.next(), scrawl) ? 1 : 0;
        }
        assertThat(legal).as("legal forms among them").isPositive();
    }

    @Test
    void noTwoHeaderValuesHaveOneKey() {
        assertApart(Effort.of(20_000, 400_000), UnaryOperator.identity());
    }

    @Test
    void keysThatAreNotApartAreNoticed() {
        assertThatThrownBy(() -> assertApart(20_000, key -> key.toLowerCase(Locale.ROOT)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertApart(20_000, key -> key.substring(0, Math.min(60, key.length()))))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertApart(20_000, key -> key + System.nanoTime()))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void addressesAreCanonicalOrRefused() {
        assertCanonical(Effort.of(20_000, 400_000), UnaryOperator.identity());
    }

    @Test
    void addressesThatAreNotCanonicalAreNoticed() {
        assertThatThrownBy(() -> assertCanonical(1_000, address -> address.replace("/64", "/63")))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertCanonical(1_000, address -> address.replace("::", ":0::")))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertApart(int times, UnaryOperator<String> key) {
        Scrawl scrawl = new Scrawl(2, VALUES);
        KeyForm header = TestForms.form("header:X-Team");
        KeyForm param = TestForms.form("param:q");
        KeyForm template = TestForms.form("org:{header['X-Team']}:{param.q}");
        for (int i = 0; i < times; i++) {
            String one = scrawl.next();
            String other = scrawl.next();
            boolean same = one.equals(other);
            apart(same, keys(header, key, call().withHeader("X-Team", one), call().withHeader("X-Team", other)));
            apart(same, keys(param, key, call().withParameter("q", one), call().withParameter("q", other)));
            apart(
                    same,
                    keys(
                            template,
                            key,
                            call().withHeader("X-Team", one).withParameter("q", other),
                            call().withHeader("X-Team", other).withParameter("q", one)));
        }
    }

    /** Of those calls that tell one. */
    private static List<String> keys(KeyForm form, UnaryOperator<String> key, TestCall... calls) {
        return Stream.of(calls)
                .flatMap(call -> key(form, call).stream())
                .map(key)
                .toList();
    }

    private static void apart(boolean same, List<String> keys) {
        if (keys.size() == 2) {
            assertThat(keys.get(0).equals(keys.get(1))).as("%s", keys).isEqualTo(same);
        }
    }

    private static void assertCanonical(int times, UnaryOperator<String> address) {
        Scrawl scrawl = new Scrawl(3, HOPS);
        for (String name : List.of("X-Forwarded-For", "Forwarded")) {
            ClientAddress addresses = new ClientAddress(List.of("10.0.0.0/8", "2001:db8::/32"), name, 64);
            for (int i = 0; i < times; i++) {
                String peer = i % 3 == 0 ? scrawl.next() : "10.0.0.1";
                List<String> lines = i % 2 == 0 ? List.of(scrawl.next()) : List.of(scrawl.next(), scrawl.next());
                canonical(addresses, peer, lines, address);
            }
        }
    }

    /** Whether the text is a form; what it makes of calls is a key then, or the call does not tell it. */
    private static boolean isForm(KeyForms forms, String text, Scrawl scrawl) {
        KeyForm form;
        try {
            form = forms.parse(text, null);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        key(
                form,
                call().withUser(scrawl.next())
                        .withAddress("192.0.2.1")
                        .withHeader("X-Team", scrawl.next())
                        .withParameter("q", scrawl.next())
                        .withPathParameter("org", scrawl.next())
                        .withAttribute("api_key", scrawl.next())
                        .withRequest("GET", scrawl.next())
                        .withArguments(scrawl.next()));
        key(form, call().withArguments());
        return true;
    }

    /** Empty if the call does not tell one. */
    private static Optional<String> key(KeyForm form, TestCall call) {
        try {
            return Optional.of(QuotaCharge.requireKey(form.keyFor(call)));
        } catch (QuotaKeyException refused) {
            assertThat(refused.getResponse().getStatus()).isIn(400, 401);
        } catch (IllegalStateException defective) {
            assertThat(form).as("%s: %s", form.text(), defective).isInstanceOf(KeyTemplate.class);
        }
        return Optional.empty();
    }

    private static void canonical(
            ClientAddress addresses, String peer, List<String> lines, UnaryOperator<String> doctor) {
        try {
            String address = doctor.apply(addresses.of(peer, lines));
            assertThat(addresses.canonical(address)).as("%s by %s", peer, lines).contains(address);
        } catch (QuotaKeyException refused) {
            assertThat(refused.getResponse().getStatus()).isEqualTo(400);
        }
    }
}
