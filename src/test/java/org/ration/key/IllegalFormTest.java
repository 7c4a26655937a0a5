// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.ration.key.TestForms.forms;

import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.HeaderParam;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused at deployment, and what is said then: misspelt forms, and credentials that would be stored. */
class IllegalFormTest {

    @ParameterizedTest
    @CsvSource({
        "usr, user",
        "User, user",
        "USER_OR_IP, user_or_ip",
        "user-or-ip, user_or_ip",
        "pi, ip",
        "Global, global",
        "globl, global",
        "header, header:NAME",
        "parm, param:NAME",
        "headers:X-Team, header:X-Team",
        "Header:X-Team, header:X-Team",
        "parma:team, param:team",
        "user:bob, user",
        "ip:1.2.3.4, ip",
        "team:red, global:team:red",
        "'user ', user",
    })
    void namesTheNearestLegalForm(String form, String nearest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse(form, null))
                .withMessageStartingWith("key is \"" + form + "\": ")
                .withMessageContaining("nearest is \"" + nearest + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "{usr}, user",
        "{User}, user",
        "{hedaer['X-Team']}, header",
        "{params.x}, param",
        "{arg[0]}, args",
        "{sercet(ip)}, secret",
        "t:{Math.PI}, path",
        "t:{java.lang.Runtime}, param"
    })
    void namesTheNearestNameInBraces(String form, String nearest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse(form, null))
                .withMessageContaining("unknown name")
                .withMessageContaining("nearest is " + nearest + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2003"})
    void refusesABlankForm(String form) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse(form, null))
                .withMessageContaining("it is blank; use user, ip,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user\n", "global:\u0000", "t:\ud83d{user}", "t:{user\t}"})
    void refusesControlCharactersAndShowsNone(String form) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse(form, null))
                .withMessageStartingWith("key has control characters or lone surrogates; use user, ip");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t:${user} | it has ${; write { alone",
                "t:#{user} | it has #{; write { alone",
                "${user} | it has ${; write { alone",
                "t:{user | it has a { that is not closed",
                "t:{param['x} | it has a quote that is not closed",
                "t:{user}} | it has a } without {",
                "t}:{user} | it has a } without {",
                "t:{{user}} | it has a { inside of braces",
                "t:{} | it has nothing between braces",
                "t:{ } | it has nothing between braces",
                "{user}{ip} | two expressions are adjacent",
                "t:{user}x{ip} | only \"x\" stands between two expressions",
                ":{user} | a template cannot begin with a colon",
            })
    void refusesBracesThatDoNotMatch(String form, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse(form, null))
                .withMessageStartingWith("key is \"" + form + "\": ")
                .withMessageContaining(problem);
    }

    @Test
    void readsBracesInQuotes() {
        assertThat(forms().parse("t:{param['}']}", null).build(List.of("1"))).isEqualTo("t:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:{user}",
                "ip:{ip}",
                "anonymous:{ip}",
                "header:{header.x}",
                "param:x:{param.x}",
                "path:{path.x}",
                "global:{user}",
                "global{user}",
                "header:{"
            })
    void refusesATemplateThatBeginsWithAReservedTag(String form) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse(form, null))
                .withMessageContaining("a template cannot begin with \"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t:{'x'}", "t:{1}", "t:{1 + 1}", "t:{true ? 'a' : 'b'}", "t:{secret('x')}", "{null}"})
    void refusesAnExpressionThatIsTheSameForAllCallers(String form) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse(form, null))
                .withMessageContaining("refers to no part of the call");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header:",
                "header: ",
                "header:X Team",
                "header:X:Y",
                "header:\u00e9",
                "header:(x)",
                "param:",
                "param: ",
                "param:a b",
                "param:a:b",
                "path:",
                "path:a/b",
                "path:-",
                "global:",
                "global: "
            })
    void refusesNamesThatNothingCanHave(String form) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse(form, null))
                .withMessageStartingWith("key is \"" + form + "\": ")
                .withMessageContaining("use, for example, ");
    }

    @Test
    void refusesAGlobalNameThatDoesNotFitIntoAKey() {
        assertThat(forms().parse("global:" + "x".repeat(193), null).text()).hasSize(200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse("global:" + "x".repeat(194), null))
                .withMessageContaining("requires a name of 1 to 193 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header['Authorization']",
                "header[\"authorization\"]",
                "header.authorization",
                "header.Authorization",
                "header . cookie",
                "header['Cookie']",
                "header['Proxy-Authorization']",
                "header['X-Api-Key']",
                "header [ 'X-API-KEY' ]",
                "header.apikey",
                "header['X-Auth-Token']",
                "header['Client-Secret']",
                "empty header['X-Api-Key'] ? user : ip",
                "user == header.token ? user : ip",
                "teams.of(header['X-Api-Key'])",
                "secret(user) == header.token ? user : ip",
                "teams.of(secret(user), header.token)"
            })
    void refusesCredentialHeadersThatAreNotHidden(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms(Map.of("teams", "")).parse("t:{" + expression + "}", null))
                .withMessageContaining("which is a credential; hide it as {secret(header['");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header", "header[param.x]", "header[user]", "header['a' += 'b']", "header[('x')]", "header[0]",
                        "teams.of(header)", "header.get('Cookie')",
                "header.get ('Cookie')", "(header)['Cookie']", "(header).Cookie", "header['X'](1)", "param",
                        "path[user]", "args", "args[param.x]",
                "args.x()", "request", "request[user]", "request.toString()", "secret(header)",
                        "secret(header[param.x])"
            })
    void refusesPartsWithoutALiteralName(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms(Map.of("teams", "")).parse("t:{" + expression + "}", null))
                .withMessageStartingWith("key is \"t:{" + expression + "}\": {" + expression + "} ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "secret()",
                "secret.x",
                "secret(user, ip)",
                "secret(user",
                "secret['of']",
                "secret.of(user)"
            })
    void refusesAMisuseOfSecret(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse("t:{" + expression + "}", null))
                .withMessageStartingWith("key is \"t:{" + expression + "}\": {" + expression + "} ");
    }

    @Test
    void refusesArgumentsThatTheMethodDoesNotHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse("t:{args[2]}", TemplateTest.orderMethod()))
                .withMessage("key is \"t:{args[2]}\": {args[2]} reads args['2'], but the arguments of place are"
                        + " args[0] (args.order), args[1] (args.more)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse("t:{args.oder.id}", TemplateTest.orderMethod()))
                .withMessageContaining("reads args['oder']");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse("t:{args[999999999999]}", TemplateTest.orderMethod()))
                .withMessageContaining("reads args['999999999999']");
    }

    interface Clients {
        void place(@HeaderParam("X-Api-Key") String apiKey, @CookieParam("session") String session);
    }

    static class Shop implements Clients {
        @Override
        public void place(String apiKey, String session) {}

        public void order(
                @HeaderParam("X-Api-Key") String apiKey,
                @CookieParam("session") String session,
                @HeaderParam("X-Team") String team) {}
    }

    @ParameterizedTest
    @CsvSource({"order, apiKey", "order, session", "order, 0", "place, apiKey", "place, 1"})
    void refusesParametersThatAreFilledWithCredentialsAndNotHidden(String method, String name) {
        String read = name.length() == 1 ? "args[" + name + "]" : "args." + name;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms().parse("t:{" + read + "}", shop(method)))
                .withMessage("key is \"t:{" + read + "}\": {" + read + "} reads args['" + name
                        + "'], which is a credential or a cookie; hide it as {secret(args['" + name + "'])}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"t:{secret(args['apiKey'])}", "t:{secret(args.session)}:{secret(args[0])}", "t:{args.team}"})
    void takesParametersThatAreHiddenOrNoCredentials(String form) {
        assertThat(forms().parse(form, shop("order")).text()).isEqualTo(form);
    }

    private static CalledMethod shop(String name) {
        return Stream.of(Shop.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .map(method -> new CalledMethod(Shop.class, method))
                .orElseThrow();
    }
}
