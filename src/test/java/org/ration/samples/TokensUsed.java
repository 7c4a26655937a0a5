// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.OptionalLong;
import org.ration.QuotaCall;
import org.ration.QuotaOutcome;
import org.ration.QuotaSettlement;

/** Counts tokens. */
// tag::tokens-used
public class TokensUsed implements QuotaSettlement {

    @Override
    public OptionalLong unitsOf(QuotaCall call, QuotaOutcome outcome) {
        long used = outcome.result()
                .map(answer -> ((ChatResponse) answer).tokenUsage().totalTokenCount())
                .orElse(0); // it failed
        return OptionalLong.of(used);
    }
}
// end::tokens-used
