// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides a template into its literal text and its expressions. In an expression, braces occur in quotes only.
 */
final class TemplateReader {

    private final String form;
    private final List<String> literals = new ArrayList<>();
    private final List<String> expressions = new ArrayList<>();

    private TemplateReader(String form) {
        this.form = form;
    }

    /** The two kinds of text in a template; there is one literal text more than there are expressions. */
    record Pieces(Layout layout, List<String> expressions) {}

    /**
     * Divides a template.
     *
     * @param form the template
     * @return its pieces
     * @throws IllegalArgumentException if its braces do not match
     */
    static Pieces read(String form) {
        TemplateReader reader = new TemplateReader(form);
        int at = reader.literal(0);
        while (at < form.length()) {
            at = reader.literal(reader.expression(at));
        }
        return new Pieces(new Layout(reader.literals), List.copyOf(reader.expressions));
    }

    /** Reads literal text up to an opening brace or the end; answers where. */
    private int literal(int from) {
        int end = form.indexOf('{', from) < 0 ? form.length() : form.indexOf('{', from);
        String literal = form.substring(from, end);
        if (literal.indexOf('}') >= 0) {
            throw new IllegalArgumentException("it has a } without {");
        }
        if (end < form.length() && (literal.endsWith("$") || literal.endsWith("#"))) {
            String sign = literal.substring(literal.length() - 1);
            throw new IllegalArgumentException("it has " + sign + "{; write { alone");
        }
        literals.add(literal);
        return end;
    }

    /** Reads an expression from its opening brace on; answers what follows its closing brace. */
    private int expression(int open) {
        int at = open + 1;
        while (at < form.length() && form.charAt(at) != '}') {
            char character = form.charAt(at);
            if (character == '{') {
                throw new IllegalArgumentException("it has a { inside of braces");
            }
            at = character == '\'' || character == '"' ? closingQuote(at) + 1 : at + 1;
        }
        if (at >= form.length()) {
            throw new IllegalArgumentException("it has a { that is not closed; write " + form + "}");
        }
        expressions.add(content(form.substring(open + 1, at)));
        return at + 1;
    }

    private int closingQuote(int open) {
        int close = form.indexOf(form.charAt(open), open + 1);
        if (close < 0) {
            throw new IllegalArgumentException("it has a quote that is not closed");
        }
        return close;
    }

    private static String content(String expression) {
        if (expression.isBlank()) {
            throw new IllegalArgumentException("it has nothing between braces; use, for example, {user}");
        }
        return expression.strip();
    }
}
