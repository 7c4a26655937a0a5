// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.OptionalLong;
import org.ration.QuotaCall;
import org.ration.QuotaLimit;

/** The limits that the annotations state are those of the free plan; the pro plan has ten times as much. */
@ApplicationScoped
public class PlanLimit implements QuotaLimit {

    private static final int PRO_FACTOR = 10;

    @Inject
    private Customers customers;

    @Override
    public OptionalLong limitFor(String key, QuotaCall call) {
        boolean pro = call.header(Customers.API_KEY)
                .flatMap(customers::of)
                .filter(customer -> customer.plan() == Customers.Plan.PRO)
                .isPresent();
        return pro ? OptionalLong.of(PRO_FACTOR * call.quota().limit()) : OptionalLong.empty();
    }
}
