// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaOutcome;
import org.ration.QuotaSettlement;
import org.ration.testing.Deployment;

/** Each illegal member of a {@code @Quota} that holds units while a call runs stops the deployment. */
class IllegalHoldsTest {

    private static final String HERE = IllegalHoldsTest.class.getName() + "$";

    public static class Rows implements QuotaSettlement {
        @Override
        public OptionalLong unitsOf(QuotaCall call, QuotaOutcome outcome) {
            return OptionalLong.of(1);
        }
    }

    public abstract static class Abstract implements QuotaSettlement {}

    public static class WithoutConstructor extends Rows {
        private WithoutConstructor() {}
    }

    static class Settlements {
        @Quota(key = "user", limit = 1, scope = "a", settleBy = Abstract.class)
        public void unmade() {}

        @Quota(key = "user", limit = 1, scope = "b", settleBy = WithoutConstructor.class)
        public void withoutConstructor() {}
    }

    @Test
    void refusesASettlementThatCannotBeMade() {
        assertThat(Deployment.of(Settlements.class).problems())
                .containsExactly(
                        "RATION-018 @Quota.settleBy on " + HERE + "Settlements#unmade names " + HERE
                                + "Abstract, which is abstract and not a bean; make it one CDI bean, or a public class"
                                + " with a public no-argument constructor.",
                        "RATION-018 @Quota.settleBy on " + HERE + "Settlements#withoutConstructor names " + HERE
                                + "WithoutConstructor, which is not a bean and has no public no-argument constructor;"
                                + " make it one CDI bean, or a public class with a public no-argument constructor.");
    }

    static class Durations {
        @Quota(key = "user", limit = 1, scope = "a", settleBy = Rows.class, holdFor = "15 minutes")
        public void unreadable() {}

        @Quota(key = "user", limit = 1, scope = "b", settleBy = Rows.class, holdFor = "PT0.999S")
        public void tooShort() {}

        @Quota(key = "user", limit = 1, scope = "c", period = "inflight", holdFor = "P7DT0.001S")
        public void tooLong() {}

        @Quota(key = "user", limit = 1, scope = "d", settleBy = Rows.class, holdFor = "PT1S")
        public void shortest() {}

        @Quota(key = "user", limit = 1, scope = "e", period = "inflight", holdFor = "P7D")
        public void longest() {}
    }

    @Test
    void refusesADurationThatIsNotBetweenOneSecondAndSevenDays() {
        assertThat(Deployment.of(Durations.class).problems())
                .containsExactly(
                        "RATION-061 @Quota.holdFor on " + HERE + "Durations#tooLong is \"P7DT0.001S\"; use an ISO 8601"
                                + " duration from PT1S to P7D, such as PT15M.",
                        "RATION-061 @Quota.holdFor on " + HERE + "Durations#tooShort is \"PT0.999S\"; use an ISO 8601"
                                + " duration from PT1S to P7D, such as PT15M.",
                        "RATION-061 @Quota.holdFor on " + HERE + "Durations#unreadable is \"15 minutes\"; use an ISO"
                                + " 8601 duration from PT1S to P7D, such as PT15M.");
    }

    static class NothingHeld {
        @Quota(key = "user", limit = 1, holdFor = "PT1M")
        public void run() {}
    }

    @Test
    void refusesADurationWhereNothingIsHeld() {
        assertThat(Deployment.of(NothingHeld.class).problems())
                .containsExactly("RATION-062 @Quota on " + HERE + "NothingHeld#run has holdFor \"PT1M\" but holds"
                        + " nothing, as its cost is counted before the call; give it settleBy or the period inflight,"
                        + " or leave holdFor out.");
    }

    static class SettledInFlight {
        @Quota(key = "user", limit = 1, period = "inflight", settleBy = Rows.class)
        public void run() {}
    }

    @Test
    void refusesToSettleWhatIsHeldInFlight() {
        assertThat(Deployment.of(SettledInFlight.class).problems())
                .containsExactly("RATION-063 @Quota on " + HERE + "SettledInFlight#run has the period inflight and"
                        + " settleBy, but what is held in flight is always given back; leave settleBy out, or count by"
                        + " another period with a @Quota of its own.");
    }

    static class HoldsNothing {
        @Quota(key = "user", limit = 1, scope = "a", period = "inflight", cost = 0)
        public void inflight() {}

        @Quota(key = "user", limit = 1, scope = "b", settleBy = Rows.class, cost = 0)
        public void settled() {}

        @Quota(key = "user", limit = 1, scope = "c", settleBy = Rows.class, cost = 0, block = false)
        public void measured() {}

        @Quota(key = "user", limit = Quota.UNLIMITED, scope = "d", settleBy = Rows.class, cost = 0)
        public void unlimited() {}
    }

    @Test
    void refusesToHoldNothingWhereThatLiftsTheLimit() {
        assertThat(Deployment.of(HoldsNothing.class).problems())
                .containsExactly(
                        "RATION-064 @Quota on " + HERE + "HoldsNothing#inflight holds its cost while the call runs, but"
                                + " the cost is 0, so that no call is ever refused; give it the most that a call may"
                                + " cost.",
                        "RATION-064 @Quota on " + HERE + "HoldsNothing#settled holds its cost while the call runs, but"
                                + " the cost is 0, so that no call is ever refused; give it the most that a call may"
                                + " cost.");
    }
}
