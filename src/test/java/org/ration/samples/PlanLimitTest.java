// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.testkit.TestCall;

class PlanLimitTest {

    private final PlanLimit limits = new PlanLimit();

    // tag::test-call
    @Test
    void aPartnerHasNoLimit() {
        limits.customers = name -> name.equals("acme") ? Customers.Plan.PARTNER : Customers.Plan.FREE;
        TestCall call = TestCall.of(PlannedResource.class, "search");

        assertThat(limits.limitFor("user:acme", call.withUser("acme"))).hasValue(Quota.UNLIMITED);
        assertThat(limits.limitFor("user:bob", call.withUser("bob"))).isEmpty();
    }
    // end::test-call
}
