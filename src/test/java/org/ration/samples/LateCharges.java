// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ration.OnSuccess;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** Calls that count only if they succeed, that run a few at a time, that are sent twice, that are settled elsewhere. */
@ApplicationScoped
public class LateCharges {

    static final QuotaPolicy PAYMENTS = QuotaPolicy.of(1_000, QuotaPeriod.MONTH).withScope("payments");
    static final QuotaPolicy PARCELS = QuotaPolicy.of(500, QuotaPeriod.MONTH).withScope("parcels");

    @Inject
    QuotaRegistry quotas;

    // tag::on-success
    @Quota(key = "user", limit = 100, scope = "conversions", settleBy = OnSuccess.class)
    public byte[] convert(Supplier<byte[]> document) {
        return document.get();
    }
    // end::on-success

    // tag::three-exports
    @Quota(key = "user", limit = 3, period = "inflight", scope = "exports", holdFor = "PT1H")
    public void export(Runnable work) {
        work.run();
    }
    // end::three-exports

    // tag::trial
    @Quota(key = "user", limit = 100, period = "once", scope = "trial")
    public String tryOut() {
        return "…";
    }
    // end::trial

    // tag::idempotency-key
    public String pay(String customer, String idempotencyKey, Responses responses, Supplier<String> payment) {
        String id = customer + ":" + idempotencyKey; // the client's own, so that it never meets another client's
        return responses.find(id).orElseGet(() -> {
            QuotaCharge charge = new QuotaCharge(quotas.key("user", customer), PAYMENTS, 1);
            quotas.consume(List.of(charge), id).orThrow(); // the second time it charges nothing
            return responses.store(id, payment.get());
        });
    }
    // end::idempotency-key

    // tag::saga
    /** On the node that takes the order. */
    public void order(String customer, String order, long parcels) {
        QuotaCharge charge = new QuotaCharge(quotas.key("user", customer), PARCELS, parcels);
        QuotaHold hold = quotas.reserve(List.of(charge), Duration.ofDays(2), order);
        hold.orThrow();
    }

    /** On whichever node hears of it, once or twice. */
    public void shipped(String order, long parcels) {
        quotas.settle(order, parcels);
    }

    /** The same for an order that comes to nothing. */
    public void cancelled(String order) {
        quotas.release(order);
    }
    // end::saga

    /** The responses that were given. */
    public interface Responses {

        /**
         * The response to a request.
         *
         * @param id the request
         * @return the response, if it was given
         */
        Optional<String> find(String id);

        /**
         * Keeps a response.
         *
         * @param id the request
         * @param response the response
         * @return the response
         */
        String store(String id, String response);
    }
}
