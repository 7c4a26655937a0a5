// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import org.ration.QuotaCall;
import org.ration.QuotaCost;

/** Estimates tokens. */
// tag::token-estimate
public class TokenEstimate implements QuotaCost {

    private static final long MAX_ANSWER = 2_000; // as the model is configured

    @Override
    public long costOf(QuotaCall call) {
        String prompt = (String) call.arguments().get(0);
        return prompt.length() / 3 + MAX_ANSWER;
    }
}
// end::token-estimate
