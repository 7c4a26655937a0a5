// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a credential by its name or by where it comes from is never stored in clear. */
class CredentialsTest {

    /** Filled by JAX-RS: fields, setters, nested beans. */
    public static class Params {

        @HeaderParam("Authorization")
        String bearing;

        @CookieParam("JSESSIONID")
        String visit;

        @QueryParam("q")
        String query;

        @BeanParam
        Inner inner;

        @Context
        HttpHeaders headers;

        private String other;

        public String getBearing() {
            return bearing;
        }

        public String getDerived() {
            return other;
        }

        @HeaderParam("X-Auth")
        public void setOther(String value) {
            other = value;
        }
    }

    /** Of a bean of parameters. */
    public static class Inner {

        @FormParam("password")
        String typed;

        @PathParam("org")
        String org;
    }

    /** By its constructor. */
    public record Pair(@HeaderParam("X-Session") String visit, @QueryParam("team") String team) {}

    /** Nothing of its own, but what it holds. */
    public static class Outer {

        @BeanParam
        Params nested;

        public String getShort() {
            return nested.bearing;
        }
    }

    /** Reads the request. */
    public static class Reader {

        @Context
        HttpHeaders headers;

        public String getAgent() {
            return headers.getHeaderString("Authorization");
        }

        public HttpHeaders getAll() {
            return headers;
        }
    }

    interface Api<T, B> {
        void generic(@HeaderParam("Authorization") T a, @BeanParam B params);

        void joined(@HeaderParam("Authorization") T a);
    }

    static class Base<T, B> {
        public void joined(T a) {}

        public void inherited(@BeanParam B params) {}
    }

    static class Shop extends Base<String, Params> implements Api<String, Params> {

        @Override
        public void generic(String a, Params params) {}

        public void outer(@BeanParam Outer outer) {}

        public void reader(@BeanParam Reader reader) {}

        public void bean(@BeanParam Params params) {}

        public void pair(@BeanParam Pair pair) {}

        public void single(
                @QueryParam("access_token") String a,
                @FormParam("passwd") String b,
                @MatrixParam("apiKey") String c,
                @PathParam("secret") String d,
                @CookieParam("lang") String e,
                @QueryParam("team") String team) {}

        public void contexts(
                @Context HttpHeaders a,
                @Context HttpServletRequest b,
                @Context UriInfo c,
                Cookie d,
                @Context SecurityContext security) {}
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bean: args[0].bearing",
                "bean: args[0]['bearing']",
                "bean: args.params.bearing",
                "bean: args[0].visit",
                "bean: args[0].other",
                "bean: args[0].derived",
                "bean: args[0].inner.typed",
                "bean: args[0].headers.requestHeaders",
                "bean: args[0].headers.language",
                "pair: args[0].visit",
                "generic: args[0]",
                "generic: args[1].bearing",
                "joined: args[0]",
                "inherited: args[0].bearing",
                "outer: args[0].short",
                "outer: args[0].nested.bearing",
                "reader: args[0].agent",
                "reader: args[0].all.requestHeaders",
                "single: args[0]",
                "single: args[1]",
                "single: args[2]",
                "single: args[3]",
                "single: args[4]",
                "contexts: args[0].requestHeaders['X-Team']",
                "contexts: args[1].queryString",
                "contexts: args[2].requestUri.query",
                "contexts: args[3].value",
            })
    void refusesArgumentsThatHoldCredentials(String methodAndExpression) {
        CalledMethod method = method(methodAndExpression);
        String expression = expression(methodAndExpression);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestForms.forms().parse("k:{" + expression + "}", method))
                .withMessageContaining("hide it as {secret(");
        assertThat(TestForms.forms().parse("k:{secret(" + expression + ")}", method))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bean: args[0].query",
                "bean: args[0].inner.org",
                "pair: args[0].team",
                "single: args[5]",
                "contexts: args[4].userPrincipal.name"
            })
    void takesArgumentsThatHoldNone(String methodAndExpression) {
        assertThat(TestForms.forms().parse("k:{" + expression(methodAndExpression) + "}", method(methodAndExpression)))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header['X-Password']",
                "header['X-Auth']",
                "header['X-Session']",
                "header['X-Session-Id']",
                "header['X-JWT-Assertion']",
                "header['Authorization']",
                "header['Cookie']",
                "header['X-Amz-Signature']",
                "header['DPoP']",
                "header['X-Client-Cert']",
                "header['X-Forwarded-Client-Cert']",
                "header['X-SSL-Certificate']",
                "header['X-PAT']",
                "header['X-MFA']",
                "header['X-2FA-Code']",
                "header['X-Access-Code']",
                "header['X-Ticket']",
                "header['X-HMAC']",
                "header['X-Hub-HMAC-SHA256']",
                "header['X-SAML']",
                "param.SAMLResponse",
                "param.code",
                "param.code_verifier",
                "param.ticket",
                "param.hmac",
                "param.mfa",
                "param.nonce",
                "param.magic",
                "param.invite",
                "param.accesscode",
                "param.resetCode",
                "param['g-recaptcha-response']",
                "path.inviteCode",
                "args[0].verificationCode",
                "header['Ocp-Apim-Subscription-Key']",
                "param.access_token",
                "param.api_key",
                "param.apikey",
                "param.key",
                "param.password",
                "param.sid",
                "param['X-Amz-Credential']",
                "path.token",
                "request.api_key",
                "request['org.example.sessionId']",
                "args[0].password",
                "args[0].accessToken",
                "args[0]['client_secret']",
                "args[0].pin",
                "args[0].user.apiKey",
                "request.caller.credentials",
            })
    void refusesNamesOfCredentialsInClear(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestForms.form("k:{" + expression + "}"))
                .withMessageContaining("hide it as {secret(");
        assertThat(TestForms.form("k:{secret(" + expression + ")}")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"param.api_key", "request.api_key", "args[0].password", "path.token"})
    void letsAnExpressionAskWhetherThereIsOne(String expression) {
        assertThat(TestForms.form("k:{empty " + expression + " ? 'none' : user}"))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header['X-Team']",
                "header['X-Tenant']",
                "param.author",
                "param.countryCode",
                "param.zip_code",
                "param.postcode",
                "param.ticketId",
                "param.certain",
                "param.pattern",
                "path.code",
                "path.ticket",
                "args[0].code",
                "param.keyword",
                "param.passenger_count",
                "param.opinion",
                "path.side",
                "args[0].key",
                "args[0].primaryKey",
                "args[0].spinner",
                "args[0].sidebar",
                "request.design",
            })
    void takesNamesThatOnlyLookAlike(String expression) {
        assertThat(TestForms.form("k:{" + expression + "}")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "param:api_key",
                "param:access_token",
                "param:password",
                "path:token",
                "param:sid",
                "param:key",
                "param:code",
                "param:ticket",
                "param:SAMLResponse"
            })
    void refusesFormsThatStoreACredentialInClear(String form) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestForms.form(form))
                .withMessageContaining("is a credential by its name, and would be stored in clear; hide it as ");
    }

    @Test
    void namesALegalFormForACredential() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestForms.form("param:api_key"))
                .withMessageEndingWith("hide it as \"my-api_key:{secret(param['api_key'])}\"");
        assertThat(TestForms.form("my-api_key:{secret(param['api_key'])}")).isNotNull();
    }

    private static String expression(String methodAndExpression) {
        return methodAndExpression.substring(methodAndExpression.indexOf(' ') + 1);
    }

    private static CalledMethod method(String methodAndExpression) {
        String name = methodAndExpression.substring(0, methodAndExpression.indexOf(':'));
        return Stream.of(Shop.class.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .findFirst()
                .map(method -> new CalledMethod(Shop.class, method))
                .orElseThrow();
    }
}
