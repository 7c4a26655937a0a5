// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCall;

/** {@code global} and {@code global:NAME}: one counter for all callers, on purpose. */
record ConstantForm(String text) implements KeyForm {

    @Override
    public String identity() {
        return text;
    }

    @Override
    public boolean usesRequest() {
        return false;
    }

    @Override
    public String keyFor(QuotaCall call) {
        return text;
    }

    @Override
    public String build(List<? extends @Nullable Object> values) {
        GivenValues.requireCount(this, values, 0);
        return text;
    }
}
