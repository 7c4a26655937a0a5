// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ration.http.Decisions.day;
import static org.ration.http.Decisions.refused;

import jakarta.el.ELException;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ration.QuotaExceededException;
import org.ration.cdi.RequestContextHolder;
import org.ration.cdi.Settings.Headers;
import org.ration.key.ClientAddress;

/** Refusals that reach the container, in whatever it has wrapped them. */
class RefusalFilterTest {

    private final List<Integer> statuses = new ArrayList<>();

    /** Like the JasperException of WildFly, which pages throw. */
    private static final class PageException extends ServletException {

        private static final long serialVersionUID = 1L;

        PageException(Throwable cause) {
            super("at line 7", cause);
        }
    }

    /** Of an implementation of expressions. */
    private static final class PropertyException extends ELException {

        private static final long serialVersionUID = 1L;

        PropertyException(Throwable cause) {
            super("bean.name", cause);
        }
    }

    /** The application's own. */
    private static final class OrderFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OrderFailed(Throwable cause) {
            super("order", cause);
        }
    }

    static Stream<Exception> wrappers() {
        QuotaExceededException refusal = new QuotaExceededException(refused(day("a", 1, 1)));
        return Stream.of(
                refusal,
                new ServletException(refusal),
                new PageException(refusal),
                new PageException(new ServletException(refusal)),
                new PropertyException(refusal),
                new ServletException(new PropertyException(refusal)));
    }

    @ParameterizedTest
    @MethodSource("wrappers")
    void answersARefusalInTheExceptionsOfServletsAndPages(Exception thrown) throws Exception {
        filter(thrown);

        assertThat(statuses).containsExactly(429);
    }

    @Test
    void leavesARefusalThatTheApplicationHasWrapped() {
        OrderFailed failed = new OrderFailed(new QuotaExceededException(refused(day("a", 1, 1))));

        assertThatThrownBy(() -> filter(failed)).isSameAs(failed);
        assertThat(statuses).isEmpty();
    }

    private void filter(Exception thrown) throws ServletException, IOException {
        RefusalFilter filter = new RefusalFilter(
                new RequestContextHolder(),
                new ClientAddress(List.of(), "X-Forwarded-For", 64),
                new RateLimitHeaders(Headers.DRAFT),
                new ProblemAnswer(new RetryAfter(Optional.empty())));
        filter.doFilter(request(), response(), (request, response) -> {
            if (thrown instanceof ServletException checked) {
                throw checked;
            }
            throw (RuntimeException) thrown;
        });
    }

    private static HttpServletRequest request() {
        return of(HttpServletRequest.class, (proxy, method, arguments) -> nothing(method.getReturnType()));
    }

    private HttpServletResponse response() {
        return of(HttpServletResponse.class, (proxy, method, arguments) -> {
            if (method.getName().equals("setStatus")) {
                statuses.add((Integer) arguments[0]);
            }
            return method.getReturnType() == ServletOutputStream.class
                    ? new Discarding()
                    : nothing(method.getReturnType());
        });
    }

    private static <T> T of(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        return type == int.class ? 200 : null;
    }

    private static final class Discarding extends ServletOutputStream {

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            // always ready
        }

        @Override
        public void write(int b) {
            // nobody reads it
        }
    }
}
