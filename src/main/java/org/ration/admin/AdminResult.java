// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A value that the administration answers. It is a class and not a record, so that it can gain members without breaking
 * compiled callers: a new member gets an accessor, and a further constructor or a method of the builder.
 *
 * <p>JSON-B writes it as an object with a member for each accessor whose answer is not empty.
 *
 * <p>{@code org.ration.Result} has the same equality. One class for both would have to be public, hence part of the
 * API.
 */
abstract class AdminResult {

    /** The members that make two results equal, by the names of their accessors. */
    abstract Members members();

    @Override
    public final boolean equals(Object other) {
        return this == other
                || other != null
                        && getClass() == other.getClass()
                        && members().values.equals(((AdminResult) other).members().values);
    }

    @Override
    public final int hashCode() {
        return members().values.hashCode();
    }

    @Override
    public final String toString() {
        StringJoiner text = new StringJoiner(", ", getClass().getSimpleName() + "[", "]");
        members().values.forEach((name, value) -> text.add(name + "=" + value));
        return text.toString();
    }

    /** Members by name, in order. */
    static final class Members {

        private final Map<String, Object> values = new LinkedHashMap<>();

        Members with(String name, Object value) {
            values.put(name, value);
            return this;
        }

        Map<String, Object> byName() {
            return values;
        }
    }
}
