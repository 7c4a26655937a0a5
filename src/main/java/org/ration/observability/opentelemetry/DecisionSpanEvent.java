// SPDX-License-Identifier: Apache-2.0
package org.ration.observability.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.ration.QuotaUsage;
import org.ration.ledger.LedgerListener;
import org.ration.ledger.charge.ChargeResult;

/** Adds one event to the caller's current span for each decision: the policy and the outcome, never the key. */
@Dependent
class DecisionSpanEvent implements LedgerListener {

    private static final String NAME = "ration.decision";
    private static final AttributeKey<String> POLICY = AttributeKey.stringKey("ration.policy");
    private static final AttributeKey<Boolean> ALLOWED = AttributeKey.booleanKey("ration.allowed");
    private static final AttributeKey<Long> USED = AttributeKey.longKey("ration.used");
    private static final AttributeKey<Long> LIMIT = AttributeKey.longKey("ration.limit");

    @Inject
    DecisionSpanEvent() {}

    @Override
    public void decided(ChargeResult result, long nanos) {
        Span span = Span.current();
        if (span.isRecording()) {
            QuotaUsage usage = result.decision().usage();
            boolean allowed = result.decision().allowed();
            span.addEvent(
                    NAME,
                    Attributes.of(
                            POLICY, usage.policyName(), ALLOWED, allowed, USED, usage.used(), LIMIT, usage.limit()));
        }
    }
}
