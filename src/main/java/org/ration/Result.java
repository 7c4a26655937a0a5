// SPDX-License-Identifier: Apache-2.0
package org.ration;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A value that Ration hands out and users read. It is a class with accessors and not a record, so that it can gain
 * members without breaking compiled callers: a new member gets an accessor and a further constructor, and the old ones
 * stay.
 */
abstract class Result implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The members that make two results equal, by the names of their accessors and in their order. */
    abstract Members state();

    /** The members of the JSON object: the state, and what follows from it. */
    Members json() {
        return state();
    }

    @Override
    public final boolean equals(Object other) {
        return this == other
                || other != null
                        && getClass() == other.getClass()
                        && state().values.equals(((Result) other).state().values);
    }

    @Override
    public final int hashCode() {
        return state().values.hashCode();
    }

    @Override
    public final String toString() {
        StringJoiner text = new StringJoiner(", ", getClass().getSimpleName() + "[", "]");
        state().values.forEach((name, value) -> text.add(name + "=" + value));
        return text.toString();
    }

    /** Members by name. */
    static final class Members {

        private final Map<String, Object> values = new LinkedHashMap<>();

        Members with(String name, Object value) {
            values.put(name, value);
            return this;
        }

        Members without(String name) {
            values.remove(name);
            return this;
        }

        Map<String, Object> byName() {
            return values;
        }
    }
}
