// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ration.QuotaCall;

/** The named parts of a call. */
enum Part {
    HEADER("header", "X-Team", "[!#$%&'*+.^_`|~0-9A-Za-z-]+") {
        @Override
        Optional<?> read(QuotaCall call, String name) {
            return call.header(name);
        }
    },
    PARAM("query parameter", "team", ".+") {
        @Override
        Optional<?> read(QuotaCall call, String name) {
            return call.parameter(name);
        }
    },
    PATH("path parameter", "org", "[0-9A-Za-z_][0-9A-Za-z_.-]*") {
        @Override
        Optional<?> read(QuotaCall call, String name) {
            return call.pathParameter(name);
        }
    },
    REQUEST("request attribute", "path", ".+") {
        @Override
        Optional<?> read(QuotaCall call, String name) {
            return switch (name) {
                case "path" -> call.requestPath();
                case "method" -> call.httpMethod();
                default -> call.attribute(name);
            };
        }
    },
    ARGS("argument", "0", ".+") {
        @Override
        Optional<?> read(QuotaCall call, String name) {
            int index = Arguments.indexOf(name, call.method());
            return index < 0 || index >= call.arguments().size()
                    ? Optional.empty()
                    : Optional.ofNullable(call.arguments().get(index));
        }
    };

    private final String tag = name().toLowerCase(Locale.ROOT);
    private final String noun;
    private final String sample;
    private final Pattern names;

    Part(String noun, String sample, String names) {
        this.noun = noun;
        this.sample = sample;
        this.names = Pattern.compile(names);
    }

    /** The value of this call; empty if it has none, or outside HTTP. */
    abstract Optional<?> read(QuotaCall call, String name);

    /** The name in a template, and the tag of the form. */
    String tag() {
        return tag;
    }

    /** The part in words, for messages. */
    String describe(String name) {
        return noun + " " + name;
    }

    /** The kind of part in words. */
    String noun() {
        return noun;
    }

    /** A name, for messages that say how it is done. */
    String sample() {
        return sample;
    }

    boolean canBeNamed(String name) {
        return names.matcher(name).matches();
    }

    static Optional<Part> tagged(String tag) {
        for (Part part : values()) {
            if (part.tag().equals(tag)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }
}
