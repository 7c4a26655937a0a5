// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** Charges whose cost is known late, and requests that are sent twice. */
@ApplicationScoped
public class Assistant {

    // tag::hold
    static final QuotaPolicy TOKENS =
            QuotaPolicy.of(1_000_000, QuotaPeriod.MONTH).withScope("tokens");

    @Inject
    QuotaRegistry quotas;

    public String ask(String user, String question, Model model) {
        String key = quotas.key("user", user);
        try (QuotaHold hold =
                quotas.reserve(key, TOKENS, 4_000, Duration.ofMinutes(5)).orThrow()) {
            Answer answer = model.ask(question);
            hold.settle(answer.tokens());
            return answer.text();
        } // whatever was thrown before it was settled gives the units back
    }
    // end::hold

    // tag::id
    public boolean order(String customer, String number, int items) {
        QuotaCharge charge = new QuotaCharge(quotas.key("customer:{path.id}", customer), ITEMS, items);
        QuotaDecision decision =
                quotas.consume(List.of(charge), "order " + number).orThrow();
        return !decision.replayed(); // false: this order was charged before
    }

    public void cancel(String number) {
        quotas.release("order " + number);
    }
    // end::id

    static final QuotaPolicy ITEMS = QuotaPolicy.of(100, QuotaPeriod.MONTH).withScope("items");

    /** What answers questions. */
    interface Model {

        /** Answers a question. */
        Answer ask(String question);
    }

    /**
     * An answer.
     *
     * @param text what it says
     * @param tokens what it has cost
     */
    record Answer(String text, long tokens) {}
}
