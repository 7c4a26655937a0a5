// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.ration.key.Calls.call;
import static org.ration.key.TestForms.form;
import static org.ration.key.TestForms.forms;

import jakarta.el.ELClass;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.testkit.TestCall;

/** Only what is written in the annotation is evaluated, and it reaches no class. */
class ExpressionSandboxTest {

    private final Gate gate = new Gate();
    private final KeyForms forms = forms(Map.of("gate", gate));

    @ParameterizedTest
    @ValueSource(
            strings = {
                // classes, imported as java.lang is everywhere in EL
                "Runtime.getRuntime()",
                "System.getProperty('user.home')",
                "Integer.MAX_VALUE + args[0]",
                "java.lang.System",
                "String('x')",
                "Boolean.TRUE",
                "T(java.lang.Runtime)",
                "class",
                // the class of an object
                "''.getClass().forName('java.lang.Runtime')",
                "user.getClass()",
                "user.class",
                "user['class']",
                "user [ \"class\" ]",
                "user.class.forName('x')",
                "gate.getClass()",
                "gate.class.classLoader",
                "gate['getClass']()",
                "(gate).getClass()",
                "args[0].getClass()",
                "request.x.getClass()",
                // methods of what is no bean
                "user.concat('x')",
                "user.repeat(1000000000)",
                "args[0].close()",
                "args[0].getHeader('Authorization')",
                "(gate).of(user)",
                "('x' == user ? gate : gate).of(user)",
                "secret(user).concat('x')",
                "gate(user)",
                "gate.of(user)(1)",
                "user(1)",
                "['a'].stream()",
                // assignments, sequences, lambdas, collections
                "gate.name = 'x'",
                "x = user",
                "user; ip",
                "x -> user",
                "(x -> x)(user)",
                "() -> user",
                "[user, ip]",
                "{user, ip}",
                "{'a': user}",
                "fn:length(user)",
                "gate:of(user)",
                "user ? user:fn(ip)",
                "'\\'' == user",
                "user += ip",
                "user instanceof String",
                // what no implementation reads
                "user ip",
                "user.",
                ".user",
                "user..x",
                "(user",
                "user)",
                "user == ",
                "user ? ip",
                "user @ ip",
                "user.1",
                "us\u0435r",
            })
    void refusesExpression(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms.parse("t:{" + expression + "}", null))
                .withMessageStartingWith("key is \"t:{" + expression + "}\": ");
        assertThat(gate.calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gate.type",
                "gate.type.name",
                "gate.loader",
                "gate.lookup",
                "gate.findType()",
                "gate.findType().getName()",
                "gate.types[0]",
                "gate.types[0].name",
                "gate.module.name",
                "gate.same(gate)['cl' == user ? 'x' : gate.word]",
                "gate.same(gate)[gate.word].name",
                "gate.same(gate).type",
                "gate.constant.declaringClass",
                "request.type.name",
                "request.type",
                "args[0].type.name",
            })
    void evaluatesNoExpressionThatMeetsAClass(String expression) {
        TestCall call =
                call().withUser("bob").withAttribute("type", String.class).withArguments(gate);

        assertThatIllegalStateException()
                .isThrownBy(() -> forms.parse("t:{" + expression + "}", null).keyFor(call))
                .withMessageContaining("not for keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{user}",
                "${user}",
                "#{user}",
                "{gate.of('x')}",
                "#{gate.of('x')}",
                "'+gate.of('x')+'",
                "${''.getClass()}",
                "%7Bgate.of('x')%7D",
                "\\u007bgate.of('x')}",
                "__${gate.of('x')}__"
            })
    void neverEvaluatesAValue(String value) {
        TestCall call = call().withUser(value).withHeader("X-Team", value);

        String key = forms.parse("t:{user}:{header['X-Team']}", null).keyFor(call);

        assertThat(gate.calls).hasValue(0);
        assertThat(key).isEqualTo(form("t:{user}:{header['X-Team']}").build(List.of(value, value)));
    }

    @Test
    void reachesABeanOnlyByTheNameThatWasAskedForAtDeployment() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms.parse("t:{$maybe_user}", null))
                .withMessageContaining("unknown name $maybe_user");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse("t:{gate.of(user)}", null))
                .withMessageContaining("unknown name gate");
    }

    @Test
    void preferItsOwnNamesToBeansOfTheSameName() {
        KeyForms shadowed = forms(Map.of("user", "mallory", "secret", "mallory", "header", Map.of("x", "mallory")));

        assertThat(shadowed.parse("t:{user}:{header.x}", null)
                        .keyFor(call().withUser("bob").withHeader("x", "1")))
                .isEqualTo("t:bob:1");
    }

    public static class Gate {
        final AtomicInteger calls = new AtomicInteger();

        public String of(String value) {
            calls.incrementAndGet();
            return value;
        }

        public Class<?> getType() {
            return Runtime.class;
        }

        public Class<?> findType() {
            return Runtime.class;
        }

        public ClassLoader getLoader() {
            return Gate.class.getClassLoader();
        }

        public Module getModule() {
            return Gate.class.getModule();
        }

        public MethodHandles.Lookup getLookup() {
            return MethodHandles.lookup();
        }

        public Class<?>[] getTypes() {
            return new Class<?>[] {ELClass.class};
        }

        public String getWord() {
            return "class";
        }

        public Thread.State getConstant() {
            return Thread.State.NEW;
        }

        public Object same(Object value) {
            return value;
        }
    }
}
