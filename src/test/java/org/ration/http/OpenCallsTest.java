// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.core.CheckedExceptionRethrower.safeRethrow;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.ration.cdi.OpenCall;
import org.ration.cdi.RequestContextHolder;
import org.ration.cdi.Settings;
import org.ration.key.ClientAddress;

/** Calls end with their request, however the request ends. */
class OpenCallsTest {

    private final Map<String, Object> attributes = new HashMap<>();
    private final OneCall call = new OneCall();

    @Test
    void endWithARequestThatIsComplete() {
        OpenCalls calls = open(answering(404));

        calls.endWith(request(false));

        assertThat(call.ended).isTrue();
        assertThat(call.status).isEqualTo(404);
    }

    @Test
    void endWithARequestThatAnotherThreadHasJustCompleted() {
        OpenCalls calls = open(answering(200));

        calls.endWith(request(true));

        assertThat(call.ended).isTrue();
    }

    @Test
    void endThoughTheResponseDoesNotTellItsStatus() {
        OpenCalls calls = open(recycled());

        assertThatThrownBy(() -> calls.endWith(request(false))).hasMessage("recycled");

        assertThat(call.ended).isTrue();
    }

    @Test
    void endThoughTheResponseOfAFailureDoesNotTellWhetherItHasBegun() {
        OpenCalls calls = open(recycled());

        assertThatThrownBy(() -> calls.endWith(new IllegalStateException("failed")))
                .hasMessage("recycled");

        assertThat(call.ended).isTrue();
    }

    /** As interceptors of an application's filters and servlets may. */
    @Test
    void endWithACheckedExceptionThatIsThrownPastTheCompiler() {
        RefusalFilter filter = new RefusalFilter(
                new RequestContextHolder(),
                new ClientAddress(List.of(), "X-Forwarded-For", 64),
                new RateLimitHeaders(Settings.Headers.NONE),
                null);
        HttpServletRequest request = request(false);
        FilterChain chain = (passed, response) -> {
            OpenCalls.add(call, attributes::get);
            safeRethrow(new SQLException("gone"));
        };

        assertThatThrownBy(() -> filter.doFilter(request, answering(200), chain))
                .isInstanceOf(SQLException.class);

        assertThat(call.ended).isTrue();
        assertThat(call.failure).hasMessage("gone");
    }

    private OpenCalls open(HttpServletResponse response) {
        OpenCalls calls = OpenCalls.of(request(false), response);
        OpenCalls.add(call, attributes::get);
        return calls;
    }

    /** A request whose asynchronous part is over when it is asked for. */
    private HttpServletRequest request(boolean asynchronous) {
        return as(HttpServletRequest.class, (self, called, arguments) -> switch (called.getName()) {
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            case "isAsyncStarted" -> asynchronous;
            case "getAsyncContext" -> throw new IllegalStateException("complete");
            default -> throw new UnsupportedOperationException(called.toString());
        });
    }

    private static HttpServletResponse answering(int status) {
        return as(
                HttpServletResponse.class,
                (self, called, arguments) -> called.getName().equals("getStatus") ? status : (Object) false);
    }

    private static HttpServletResponse recycled() {
        return as(HttpServletResponse.class, (self, called, arguments) -> {
            throw new IllegalStateException("recycled");
        });
    }

    private static <T> T as(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** A call that notes its outcome. */
    private static final class OneCall implements OpenCall {

        private Throwable failure;
        private int status;
        private boolean ended;

        @Override
        public void returned(Object answer) {
            throw new UnsupportedOperationException("nobody returns");
        }

        @Override
        public void failed(Throwable reason) {
            failure = reason;
        }

        @Override
        public void answered(int newStatus) {
            status = newStatus;
        }

        @Override
        public void end() {
            ended = true;
        }

        @Override
        public CompletionStage<?> endLater() {
            ended = true;
            return CompletableFuture.completedStage(null);
        }
    }
}
