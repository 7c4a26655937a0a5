// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.cdi.MatchedMethod;
import org.ration.cdi.OpenCall;
import org.ration.key.ClientAddress;

/** What a request tells, and what of it is believed. */
class JaxRsRequestContextTest {

    private static final URI BASE = URI.create("http://localhost/api/");
    private static final String PROXY = "10.0.0.1";

    @Test
    void joinsAllLinesOfTheForwardingHeaderWhateverTheCaseOfItsName() {
        ContainerRequest request = request("tiles");
        request.header("x-forwarded-for", "203.0.113.9");
        request.header("x-forwarded-for", "198.51.100.20, 10.0.0.2");

        assertThat(facts(request, "X-Forwarded-For").address()).contains("198.51.100.20");
    }

    @Test
    void believesOneForwardingHeaderAndNeverTheOther() {
        ContainerRequest request = request("tiles");
        request.header("X-Forwarded-For", "198.51.100.20");
        request.header("Forwarded", "for=198.51.100.21");

        assertThat(facts(request, "X-Forwarded-For").address()).contains("198.51.100.20");
        assertThat(facts(request, "Forwarded").address()).contains("198.51.100.21");
    }

    @Test
    void isThePeerWhereOnlyTheOtherHeaderIsThere() {
        ContainerRequest request = request("tiles");
        request.header("Forwarded", "for=198.51.100.21");

        assertThat(facts(request, "X-Forwarded-For").address()).contains(PROXY);
    }

    @Test
    void tellsTheFirstValueOfAHeaderAndOfAParameter() {
        ContainerRequest request = request("tiles?team=blue&team=red");
        request.header("X-Team", "green");
        request.header("X-Team", "yellow");
        JaxRsRequestContext facts = facts(request, "X-Forwarded-For");

        assertThat(facts.header("x-team")).contains("green");
        assertThat(facts.parameter("team")).contains("blue");
        assertThat(facts.parameter("tribe")).isEmpty();
        assertThat(facts.httpMethod()).contains("GET");
        assertThat(facts.requestPath()).contains("/tiles");
    }

    @ParameterizedTest
    @ValueSource(classes = {Orders.class, SpecialOrders.class})
    void answersTheResourceMethod(Class<?> target) throws Exception {
        JaxRsRequestContext facts = matching(Orders.class, "find", String.class);

        assertThat(facts.answers(target, target.getMethod("find", String.class), new NoCall()))
                .isTrue();
    }

    @Test
    void answersTheMethodOfAnInterfaceThatCarriesTheAnnotations() throws Exception {
        Method ofInterface = Find.class.getMethod("find", Object.class);
        Method own = Orders.class.getMethod("find", String.class);

        JaxRsRequestContext facts = matching(Orders.class, "find", Object.class);
        assertThat(facts.answers(Orders.class, own, new NoCall())).isTrue();
        facts = matching(Orders.class, "find", String.class);
        assertThat(facts.answers(Orders.class, ofInterface, new NoCall())).isTrue();
    }

    /** The proxy of an EJB's local view, as containers make it. */
    @Test
    void answersTheMethodBehindAViewThatIsAnInterface() throws Exception {
        Class<?> view = Proxy.newProxyInstance(
                        Find.class.getClassLoader(), new Class<?>[] {Find.class}, (p, m, a) -> null)
                .getClass();
        JaxRsRequestContext facts = matching(view, Orders.class.getMethod("find", String.class));

        assertThat(facts.answers(Orders.class, Orders.class.getMethod("find", String.class), new NoCall()))
                .isTrue();
    }

    @Test
    void answersAnInheritedMethod() throws Exception {
        JaxRsRequestContext facts = matching(Orders.class, "list");

        assertThat(facts.answers(Orders.class, Base.class.getMethod("list"), new NoCall()))
                .isTrue();
    }

    @Test
    void answersItsMethodOnce() throws Exception {
        JaxRsRequestContext facts = matching(Orders.class, "list");

        assertThat(facts.answers(Orders.class, Base.class.getMethod("list"), new NoCall()))
                .isTrue();
        assertThat(facts.answers(Orders.class, Base.class.getMethod("list"), new NoCall()))
                .isFalse();
    }

    @Test
    void answersNoMethodOfAnotherClassWithTheSameName() throws Exception {
        JaxRsRequestContext facts = matching(Orders.class, "find", String.class);

        assertThat(facts.answers(Archive.class, Archive.class.getMethod("find", String.class), new NoCall()))
                .isFalse();
        assertThat(facts.answers(Orders.class, Orders.class.getMethod("find", String.class), new NoCall()))
                .isTrue();
    }

    @Test
    void answersNoMethodThatAnotherClassInheritsToo() throws Exception {
        JaxRsRequestContext facts = matching(Orders.class, "list");

        assertThat(facts.answers(Archive.class, Base.class.getMethod("list"), new NoCall()))
                .isFalse();
    }

    @Test
    void answersNoOverloadedMethod() throws Exception {
        JaxRsRequestContext facts = matching(Orders.class, "find", String.class);

        assertThat(facts.answers(Orders.class, Orders.class.getMethod("find", int.class), new NoCall()))
                .isFalse();
    }

    private static JaxRsRequestContext matching(Class<?> type, String name, Class<?>... parameters)
            throws ReflectiveOperationException {
        return matching(type, type.getMethod(name, parameters));
    }

    private static JaxRsRequestContext matching(Class<?> type, Method method) {
        ContainerRequest request = request("orders");
        JaxRsRequestContext facts = facts(request, "X-Forwarded-For");
        OpenCalls.of(servletRequest(request), null);
        facts.matched(new MatchedMethod(type, method));
        return facts;
    }

    /** The servlet's request, whose attributes are the properties of the one of JAX-RS. */
    private static HttpServletRequest servletRequest(ContainerRequest request) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("setAttribute")) {
                        request.setProperty((String) arguments[0], arguments[1]);
                    }
                    return null;
                });
    }

    private interface Find<T> {
        Object find(T id);
    }

    private static class Base {
        public Object list() {
            return this;
        }
    }

    private static class Orders extends Base implements Find<String> {
        @Override
        public Object find(String id) {
            return this;
        }

        public Object find(int id) {
            return this;
        }
    }

    /** Specializes the resource, which is what the container then makes. */
    private static class SpecialOrders extends Orders {
        @Override
        public Object find(String id) {
            return this;
        }
    }

    private static class Archive extends Base implements Find<String> {
        @Override
        public Object find(String id) {
            return this;
        }
    }

    private static final class NoCall implements OpenCall {

        @Override
        public void returned(Object answer) {
            throw new AssertionError("it is not made");
        }

        @Override
        public void failed(Throwable reason) {
            throw new AssertionError("it is not made");
        }

        @Override
        public void answered(int status) {
            throw new AssertionError("it is not made");
        }

        @Override
        public void end() {
            throw new AssertionError("it is not made");
        }

        @Override
        public CompletionStage<?> endLater() {
            throw new AssertionError("it is not made");
        }
    }

    private static JaxRsRequestContext facts(ContainerRequest request, String forwardedHeader) {
        return new JaxRsRequestContext(request, PROXY, new ClientAddress(List.of("10.0.0.0/8"), forwardedHeader, 64));
    }

    private static ContainerRequest request(String target) {
        return new ContainerRequest(BASE, URI.create(BASE + target), "GET", null, new MapPropertiesDelegate(), null);
    }
}
