// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCall;

/** A form of {@link org.ration.Quota#key} that has been read and found legal. Immutable, for use by many threads. */
public interface KeyForm {

    /**
     * The form as written.
     *
     * @return the text
     */
    String text();

    /**
     * The meaning of the form, however it is written: spaces and quotes in expressions and the case of header names do
     * not matter.
     *
     * @return a text; two forms with equal texts yield the same keys
     */
    String identity();

    /**
     * Whether the form reads parts of a request (header, parameters, address, request attributes), so that it yields no
     * key outside HTTP. The user, the arguments and {@code @Named} beans are not such parts.
     *
     * @return true if it does
     */
    boolean usesRequest();

    /**
     * Whether there is no key without a caller and a request, as in a timer.
     *
     * @return true if the form reads the user or parts of a request, and has nothing in their place
     */
    default boolean needsCaller() {
        return usesRequest() || identity().equals("user");
    }

    /**
     * Whether the form reads what only the call of a method has: parameters of its query or path, or its arguments.
     *
     * @return true if the caller alone does not make the key
     */
    default boolean usesCall() {
        return false;
    }

    /**
     * The canonical key of a call.
     *
     * @param call the call
     * @return the key, as {@link org.ration.QuotaCharge#requireKey} wants it
     * @throws org.ration.QuotaKeyException if it cannot be determined: a part is missing, blank or has control
     *     characters (400), or the user is missing (401)
     * @throws IllegalStateException if an expression is defective: it names a property that does not exist, or answers
     *     a value without a canonical text
     */
    String keyFor(QuotaCall call);

    /**
     * The canonical key for given values.
     *
     * @param values one for each expression of a template, in order; one for the forms of one value; none for
     *     {@code global}. Where the form takes a secret, it is the secret itself
     * @return the key that a call with these values has
     * @throws IllegalArgumentException if the values do not fit: their number, a blank one, one with control characters
     *     or without a canonical text
     */
    String build(List<? extends @Nullable Object> values);

    /**
     * Whether a value in one form can make a key that means something else in the other: both are templates with
     * different literal text, and some key can be read as either. Answers true in case of doubt.
     *
     * @param other the other form
     * @return true if counters of the two can be mixed up
     */
    default boolean canMeet(KeyForm other) {
        return false;
    }

    /**
     * Whether equal values make equal keys in both: both are templates with the same literal text, such as
     * {@code org:{path.org}} and {@code org:{param.org}}.
     *
     * @param other the other form
     * @return true if both count the same callers, or are mixed up, depending on their values
     */
    default boolean readsAlike(KeyForm other) {
        return false;
    }
}
