// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a list of strings with integer parameters as RFC 9651, section 4.2, has it, and refuses what is not one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9651#section-4.2">RFC 9651, parsing structured fields</a>
 */
public final class StructuredList {

    private static final Pattern STRING = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*)\"");
    private static final Pattern PARAMETER = Pattern.compile("; *([a-z*][a-z0-9_.*-]*)=(-?[0-9]{1,15})(?![0-9.])");
    private static final Pattern COMMA = Pattern.compile("[ \t]*,[ \t]*(?!$)");

    private final String text;
    private int position;

    private StructuredList(String text) {
        this.text = text;
    }

    /** The members of a field, each with its parameters in their order. */
    public static List<Member> parse(String field) {
        return new StructuredList(field).members();
    }

    private List<Member> members() {
        List<Member> members = new ArrayList<>();
        do {
            members.add(member());
        } while (next(COMMA).isPresent());
        if (position < text.length()) {
            throw illegal();
        }
        return members;
    }

    private Member member() {
        String name = next(STRING).orElseThrow(this::illegal).group(1).replaceAll("\\\\(.)", "$1");
        Map<String, Long> parameters = new LinkedHashMap<>();
        for (Optional<MatchResult> p = next(PARAMETER); p.isPresent(); p = next(PARAMETER)) {
            parameters.put(p.get().group(1), Long.valueOf(p.get().group(2)));
        }
        return new Member(name, parameters);
    }

    private Optional<MatchResult> next(Pattern token) {
        Matcher matcher = token.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        position = matcher.end();
        return Optional.of(matcher.toMatchResult());
    }

    private IllegalArgumentException illegal() {
        return new IllegalArgumentException("no structured list from offset " + position + " of: " + text);
    }

    /** A string with parameters. */
    public record Member(String name, Map<String, Long> parameters) {}
}
