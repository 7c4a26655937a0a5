// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A word of an expression. */
record Token(Kind kind, String text) {

    enum Kind {
        NAME,
        NUMBER,
        STRING,
        SYMBOL
    }

    /**
     * All else is illegal: assignment, semicolon, lambda, sets and maps, backslashes (so that a string ends at
     * the next quote, for this reader and for every implementation), and letters that are not ASCII outside strings.
     */
    private static final Pattern WORD = Pattern.compile(
            "(?<NAME>[A-Za-z_$][A-Za-z0-9_$]*)|(?<NUMBER>[0-9]+(?:\\.[0-9]+)?)|(?<STRING>'[^'\\\\]*'|\"[^\"\\\\]*\")"
                    + "|(?<SYMBOL>\\+=|==|!=|<=|>=|&&|\\|\\||-(?!>)|[+*/%<>!?:()\\[\\].,])");

    private static final Set<String> WORD_OPERATORS =
            Set.of("empty", "not", "and", "or", "eq", "ne", "lt", "gt", "le", "ge", "div", "mod");

    private static final Set<String> LITERALS = Set.of("true", "false", "null");

    /**
     * Takes an expression apart.
     *
     * @param expression the text between the braces
     * @return its words
     * @throws IllegalArgumentException if it has characters that no legal expression has
     */
    static List<Token> read(String expression) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = WORD.matcher(expression);
        int at = skipSpace(expression, 0);
        while (at < expression.length()) {
            if (!matcher.region(at, expression.length()).lookingAt()) {
                throw new IllegalArgumentException(
                        "\"" + expression.substring(at) + "\" in {" + expression + "} begins with something that keys"
                                + " must not contain; use names, properties, text in quotes, operators, and calls of"
                                + " @Named beans");
            }
            tokens.add(new Token(kind(matcher), matcher.group()));
            at = skipSpace(expression, matcher.end());
        }
        return tokens;
    }

    boolean is(String symbolOrName) {
        return kind != Kind.STRING && text.equals(symbolOrName);
    }

    /** Whether it names something, rather than being an operator or a literal. */
    boolean isName() {
        return kind == Kind.NAME && !WORD_OPERATORS.contains(text) && !LITERALS.contains(text);
    }

    /** Whether an operand can end with it, so that a bracket after it belongs to it. */
    boolean endsOperand() {
        return kind == Kind.SYMBOL ? text.equals(")") || text.equals("]") : !WORD_OPERATORS.contains(text);
    }

    /** The text between the quotes of a string. */
    String unquoted() {
        return text.substring(1, text.length() - 1);
    }

    private static Kind kind(Matcher matcher) {
        for (Kind kind : Kind.values()) {
            if (matcher.group(kind.name()) != null) {
                return kind;
            }
        }
        throw new IllegalStateException("the pattern has a group for each kind");
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
