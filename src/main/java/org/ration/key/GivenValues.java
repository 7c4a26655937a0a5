// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values that an application gives for a form: what does not fit is an {@link IllegalArgumentException}. */
final class GivenValues {

    private GivenValues() {}

    static void requireCount(KeyForm form, List<?> values, int count) {
        if (values.size() != count) {
            throw new IllegalArgumentException("the key form \"" + form.text() + "\" takes "
                    + (count == 1 ? "1 value" : count + " values") + ", but " + values.size() + " are given");
        }
    }

    /** The text of a value; messages never show it, since it may be a secret. */
    static String text(KeyForm form, List<? extends @Nullable Object> values, int index) {
        String text = optionalText(form, values, index)
                .orElseThrow(() -> misfit(form, index, "is null or blank; a key needs a value"));
        if (!KeyText.isLegal(text)) {
            throw misfit(form, index, "has control characters or lone surrogates; use well-formed text");
        }
        return text;
    }

    private static Optional<String> optionalText(KeyForm form, List<? extends @Nullable Object> values, int index) {
        try {
            return KeyText.of(values.get(index));
        } catch (IllegalArgumentException e) {
            throw misfit(form, index, e.getMessage());
        }
    }

    /** The canonical text of an address. */
    static String address(KeyForm form, int index, String value, ClientAddress clientAddress) {
        return clientAddress.canonical(value).orElseThrow(() -> misfit(form, index, "is not an IPv4 or IPv6 address"));
    }

    static IllegalArgumentException misfit(KeyForm form, int index, String problem) {
        return new IllegalArgumentException(
                "value " + (index + 1) + " for the key form \"" + form.text() + "\" " + problem);
    }
}
