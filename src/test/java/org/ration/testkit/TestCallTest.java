// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.ration.OnSuccess;
import org.ration.Quota;

class TestCallTest {

    @Quota(key = "user", limit = 10)
    static final class Desk {

        @Quota(key = "ip", limit = 1)
        @Quota(key = "ip", limit = 5, period = "month")
        void export(String what) {}

        void print() {}

        void send(String letter) {}

        void send(int letters) {}
    }

    static final class Free {

        void run() {}
    }

    private static final TestCall EXPORT = TestCall.of(Desk.class, "export");

    @Test
    void hasNothingThatIsNotGiven() {
        assertThat(EXPORT.arguments()).isEmpty();
        assertThat(EXPORT.user()).isEmpty();
        assertThat(EXPORT.address()).isEmpty();
        assertThat(EXPORT.httpMethod()).isEmpty();
        assertThat(EXPORT.requestPath()).isEmpty();
        assertThat(EXPORT.header("X-Plan")).isEmpty();
        assertThat(EXPORT.parameter("year")).isEmpty();
        assertThat(EXPORT.pathParameter("id")).isEmpty();
        assertThat(EXPORT.attribute("tenant")).isEmpty();
    }

    @Test
    void hasWhatIsGiven() {
        TestCall call = EXPORT.withArguments("a", null)
                .withUser("bob")
                .withAddress("192.0.2.1")
                .withRequest("POST", "/exports")
                .withHeader("X-Plan", "pro")
                .withParameter("year", "2026")
                .withPathParameter("id", "7")
                .withAttribute("tenant", 42);

        assertThat(call.arguments()).containsExactly("a", null);
        assertThat(call.user()).hasValue("bob");
        assertThat(call.address()).hasValue("192.0.2.1");
        assertThat(call.httpMethod()).hasValue("POST");
        assertThat(call.requestPath()).hasValue("/exports");
        assertThat(call.header("x-plan")).hasValue("pro");
        assertThat(call.parameter("year")).hasValue("2026");
        assertThat(call.pathParameter("id")).hasValue("7");
        assertThat(call.attribute("tenant")).hasValue(42);
        assertThat(EXPORT.user()).as("of the call before").isEmpty();
    }

    @Test
    void hasTheFirstQuotaOfTheMethodElseOfTheClass() {
        assertThat(EXPORT.quota().limit()).isEqualTo(1);
        assertThat(TestCall.of(Desk.class, "print").quota().limit()).isEqualTo(10);
        assertThatThrownBy(TestCall.of(Free.class, "run")::quota).hasMessageContaining("has no @Quota");
    }

    @Test
    void refusesANameThatIsNotThatOfOneMethod() {
        assertThatThrownBy(() -> TestCall.of(Desk.class, "send"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 2 methods named send");
        assertThatThrownBy(() -> TestCall.of(Desk.class, "fly")).hasMessageContaining("has 0 methods named fly");
    }

    @Test
    void anOutcomeIsSettledAsThatOfARealCall() {
        OnSuccess settlement = new OnSuccess();

        assertThat(settlement.unitsOf(EXPORT, TestOutcome.returned("pdf").withHeldUnits(5)))
                .hasValue(5);
        assertThat(settlement.unitsOf(EXPORT, TestOutcome.returned(null).withStatus(404)))
                .hasValue(0);
        assertThat(settlement.unitsOf(EXPORT, TestOutcome.failed(new IllegalStateException())))
                .hasValue(0);
    }
}
