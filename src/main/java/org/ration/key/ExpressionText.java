// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.Set;

/**
 * An expression that has been checked.
 *
 * @param source as written, without the braces
 * @param evaluated what the implementation of EL evaluates: the checked words, put together anew
 * @param identity what it means, however it is written
 * @param secrecy how much of it is a secret
 * @param names what it begins its values with: {@code user}, {@code header}, names of beans, …
 */
record ExpressionText(String source, String evaluated, String identity, Secrecy secrecy, Set<String> names) {

    /**
     * Begins the name of a value or method that {@code empty} asks for, so that it may be missing; alone it takes a
     * property. No name of an expression is like this.
     */
    static final String MAYBE = "$maybe_";

    enum Secrecy {
        OPEN,
        /** The whole is {@code secret(…)}: a given value is the secret itself. */
        WHOLE,
        /** {@code secret(…)} is a part of it: the meaning of a given value is ambiguous. */
        MIXED
    }

    ExpressionText {
        names = Set.copyOf(names);
    }

    /** Whether callers have a say in its values. */
    boolean readsCall() {
        return usesRequest() || names.contains("user") || names.contains("args");
    }

    boolean usesRequest() {
        return names.stream().anyMatch(Set.of("ip", "header", "param", "path", "request")::contains);
    }

    boolean usesCall() {
        return names.stream().anyMatch(Set.of("param", "path", "args")::contains);
    }

    /**
     * Whether it has no value without a caller or a request; an expression that asks with {@code empty} may have one.
     */
    boolean needsCaller() {
        return !evaluated.contains(MAYBE) && (usesRequest() || names.contains("user"));
    }
}
