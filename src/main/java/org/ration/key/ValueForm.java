// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCall;

/**
 * A form of one value, kept verbatim after a tag.
 *
 * @param text the form as written
 * @param identity the form in canonical spelling
 * @param usesRequest whether it needs a request
 * @param ofCall reads the key of a call, of any length
 * @param ofValue makes the key of a value, of any length
 */
record ValueForm(
        String text,
        String identity,
        boolean usesRequest,
        Function<QuotaCall, String> ofCall,
        UnaryOperator<String> ofValue)
        implements KeyForm {

    @Override
    public boolean usesCall() {
        return identity.startsWith("param:") || identity.startsWith("path:");
    }

    @Override
    public String keyFor(QuotaCall call) {
        return KeyCodec.bounded(ofCall.apply(call));
    }

    @Override
    public String build(List<? extends @Nullable Object> values) {
        GivenValues.requireCount(this, values, 1);
        return KeyCodec.bounded(ofValue.apply(GivenValues.text(this, values, 0)));
    }
}
