// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.ration.QuotaCall;
import org.ration.QuotaOutcome;
import org.ration.QuotaSettlement;

/** Counts 7 of the 10 units that a call holds, if it succeeds; and remembers what it was told. */
@ApplicationScoped
public class Told implements QuotaSettlement {

    private final Map<String, String> outcomes = new ConcurrentHashMap<>();

    @Override
    public OptionalLong unitsOf(QuotaCall call, QuotaOutcome outcome) {
        outcomes.merge(call.quota().scope(), text(outcome), (first, second) -> first + " and " + second);
        boolean success = outcome.failure().isEmpty() && outcome.status().orElse(0) < 400;
        return OptionalLong.of(success ? 7 : 0);
    }

    private static String text(QuotaOutcome outcome) {
        String status =
                outcome.status().isPresent() ? Integer.toString(outcome.status().getAsInt()) : "-";
        return status + " "
                + outcome.result().map(Told::text).orElse("-") + " "
                + outcome.failure()
                        .map(failure -> failure.getClass().getSimpleName())
                        .orElse("-");
    }

    private static String text(Object result) {
        return result instanceof String text ? text : "object";
    }

    /** Status, result and failure of every call of a scope. */
    String of(String scope) {
        return outcomes.getOrDefault(scope, "");
    }
}
