// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.OptionalLong;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaLimit;

// tag::plans
@ApplicationScoped
public class PlanLimit implements QuotaLimit {

    @Inject
    Customers customers;

    @Override
    public OptionalLong limitFor(String key, QuotaCall call) {
        return switch (customers.planOf(call.user().orElse(""))) {
            case PRO -> OptionalLong.of(100_000);
            case PARTNER -> OptionalLong.of(Quota.UNLIMITED); // the allow-list: counted, never refused
            case FREE -> OptionalLong.empty(); // what the annotation says
        };
    }
}
// end::plans
