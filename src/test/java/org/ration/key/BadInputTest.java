package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaKeyException;
import org.ration.testing.Effort;
import org.ration.testing.Scrawl;

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

    private static final Method CALLED = BadInputTest.class.getDeclaredMethods()[0];

    @Test
    void formsAreReadOrRefused() {
        Scrawl scrawl = new Scrawl(1, FORMS);
        KeyForms forms = TestForms.forms();
        int legal = 0;
        for (int i = 0; i < Effort.of(15_000, 400_000); i++) {
            legal += keys(forms, scrawl.next(), scrawl) ? 1 : 0;
        }
        assertThat(legal).as("legal forms among them").isPositive();
    }

    @Test
    void noTwoHeaderValuesHaveOneKey() {
        Scrawl scrawl = new Scrawl(2, VALUES);
        KeyForm header = TestForms.form("header:X-Team");
        KeyForm param = TestForms.form("param:q");
        KeyForm template = TestForms.form("org:{header['X-Team']}:{param.q}");
        for (int i = 0; i < Effort.of(20_000, 400_000); i++) {
            String one = scrawl.next();
            String other = scrawl.next();
            apart(header, CallStub.call().header("X-Team", one), CallStub.call().header("X-Team", other), one, other);
            apart(param, CallStub.call().parameter("q", one), CallStub.call().parameter("q", other), one, other);
            apart(
                    template,
                    CallStub.call().header("X-Team", one).parameter("q", other),
                    CallStub.call().header("X-Team", other).parameter("q", one),
                    one,
                    other);
        }
    }

    @Test
    void addressesAreCanonicalOrRefused() {
        Scrawl scrawl = new Scrawl(3, HOPS);
        for (String name : List.of("X-Forwarded-For", "Forwarded")) {
            ClientAddress addresses = new ClientAddress(List.of("10.0.0.0/8", "2001:db8::/32"), name, 64);
            for (int i = 0; i < Effort.of(20_000, 400_000); i++) {
                String peer = i % 3 == 0 ? scrawl.next() : "10.0.0.1";
                List<String> lines = i % 2 == 0 ? List.of(scrawl.next()) : List.of(scrawl.next(), scrawl.next());
                canonical(addresses, peer, lines);
            }
        }
    }

    private static boolean keys(KeyForms forms, String text, Scrawl scrawl) {
        try {
            KeyForm form = forms.parse(text, null);
            key(
                    form,
                    CallStub.call()
                            .user(scrawl.next())
                            .address("192.0.2.1")
                            .header("X-Team", scrawl.next())
                            .parameter("q", scrawl.next())
                            .pathParameter("org", scrawl.next())
                            .attribute("api_key", scrawl.next())
                            .request("GET", scrawl.next())
                            .arguments(CALLED, scrawl.next()));
            key(form, CallStub.call().arguments(CALLED));
            return true;
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
    }

    /** Empty if the call does not tell one. */
    private static Optional<String> key(KeyForm form, CallStub call) {
        try {
            return Optional.of(QuotaCharge.requireKey(form.keyFor(call)));
        } catch (QuotaKeyException refused) {
            assertThat(refused.getResponse().getStatus()).isIn(400, 401);
        } catch (IllegalStateException defective) {
            assertThat(form).as("%s: %s", form.text(), defective).isInstanceOf(KeyTemplate.class);
        }
        return Optional.empty();
    }

    private static void apart(KeyForm form, CallStub one, CallStub other, String value, String otherValue) {
        Optional<String> key = key(form, one);
        Optional<String> otherKey = key(form, other);
        if (key.isPresent() && otherKey.isPresent()) {
            assertThat(key.equals(otherKey))
                    .as("<%s> and <%s>", value, otherValue)
                    .isEqualTo(value.equals(otherValue));
        }
    }

    private static void canonical(ClientAddress addresses, String peer, List<String> lines) {
        try {
            String address = addresses.of(peer, lines);
            assertThat(addresses.canonical(address)).as("%s by %s", peer, lines).contains(address);
        } catch (QuotaKeyException refused) {
            assertThat(refused.getResponse().getStatus()).isEqualTo(400);
        }
    }
}
