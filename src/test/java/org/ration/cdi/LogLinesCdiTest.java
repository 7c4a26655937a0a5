// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaCharged;
import org.ration.QuotaCost;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededHandler;
import org.ration.QuotaKey;
import org.ration.QuotaLimit;
import org.ration.QuotaOutcome;
import org.ration.QuotaSettlement;
import org.ration.testing.Deployed;
import org.ration.testing.Logged;

/** Exceptions of the application's code quote the request; no line of the log begins with what a client has sent. */
@Deployed
class LogLinesCdiTest {

    private static final String SENT = "abc\r\nFORGED";

    @Inject
    Calls calls;

    private static long parsed() {
        return Long.parseLong(SENT);
    }

    /** Reads a parameter. */
    public static class Parsing implements QuotaKey, QuotaCost, QuotaLimit, QuotaExceededHandler, QuotaSettlement {

        @Override
        public String keyFor(QuotaCall call) {
            return "n:" + parsed();
        }

        @Override
        public long costOf(QuotaCall call) {
            return parsed();
        }

        @Override
        public OptionalLong limitFor(String key, QuotaCall call) {
            return OptionalLong.of(parsed());
        }

        @Override
        public Response handle(QuotaCall call, QuotaDecision decision) {
            throw new IllegalStateException(SENT, new NumberFormatException(SENT));
        }

        @Override
        public OptionalLong unitsOf(QuotaCall call, QuotaOutcome outcome) {
            return OptionalLong.of(parsed());
        }
    }

    /** In a template. */
    @ApplicationScoped
    @Named("parser")
    static class Parser {

        public String number() {
            return "n" + parsed();
        }
    }

    /** Observes. */
    @ApplicationScoped
    static class Observer {

        void on(@Observes QuotaCharged charged) {
            if (charged.policy().startsWith("observed")) {
                parsed();
            }
        }
    }

    /** With quotas. */
    @ApplicationScoped
    static class Calls {

        @Quota(keyBy = Parsing.class, limit = 1)
        public void keyBy() {}

        @Quota(key = "global:cost", costBy = Parsing.class, limit = 1)
        public void costBy() {}

        @Quota(key = "global:limit", limitBy = Parsing.class, limit = 1)
        public void limitBy() {}

        @Quota(key = "global:handler", onExceeded = Parsing.class, limit = 0)
        public void handler() {}

        @Quota(key = "n:{parser.number()}", limit = 1)
        public void template() {}

        @Quota(key = "global:settled", settleBy = Parsing.class, limit = 9)
        public void settled() {}

        @Quota(key = "global:observed", limit = 9, scope = "observed")
        public void observed() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"keyBy", "costBy", "limitBy", "handler", "template"})
    void defectsAreLoggedOnTheirOwnLines(String method) {
        List<String> lines = Logged.by(() -> {
            assertThatThrownBy(() -> call(method))
                    .isInstanceOf(InternalServerErrorException.class)
                    .satisfies(
                            thrown -> assertThat(thrown.getCause().toString()).doesNotContain("\n"));
            return null;
        });

        assertThat(lines)
                .noneMatch(line -> line.contains("\n"))
                .filteredOn(line -> line.startsWith("SEVERE"))
                .singleElement()
                .asString()
                .contains("abc\\u000d\\u000aFORGED");
    }

    private void call(String method) {
        switch (method) {
            case "keyBy" -> calls.keyBy();
            case "costBy" -> calls.costBy();
            case "limitBy" -> calls.limitBy();
            case "handler" -> calls.handler();
            default -> calls.template();
        }
    }

    @Test
    void soAreThoseOfSettlementsAndObservers() {
        List<String> lines = Logged.by(() -> {
            calls.settled();
            calls.observed();
            return null;
        });

        assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("abc\\u000d\\u000aFORGED")
                .doesNotContain("\n"));
    }
}
