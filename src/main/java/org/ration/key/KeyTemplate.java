// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import jakarta.el.ValueExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCall;

/** Literal text with expressions in braces. */
final class KeyTemplate implements KeyForm {

    /** An expression, checked and compiled. Implementations of EL share compiled ones between threads. */
    record Compiled(ExpressionText text, ValueExpression expression) {}

    /** The context of keys, the same for all templates of an application. */
    record Tools(Expressions expressions, Fingerprint fingerprint, ClientAddress clientAddress, UserNames userNames) {}

    private final String text;
    private final Layout layout;
    private final KeyCodec codec;
    private final List<Compiled> compiled;
    private final Tools tools;

    KeyTemplate(String text, Layout layout, List<Compiled> compiled, Tools tools) {
        this.text = text;
        this.layout = layout;
        this.codec = new KeyCodec(layout);
        this.compiled = List.copyOf(compiled);
        this.tools = tools;
    }

    @Override
    public boolean canMeet(KeyForm other) {
        return other instanceof KeyTemplate template && layout.canMeet(template.layout);
    }

    @Override
    public boolean readsAlike(KeyForm other) {
        return other instanceof KeyTemplate template && layout.equals(template.layout);
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String identity() {
        StringBuilder identity = new StringBuilder(layout.literals().get(0));
        for (int i = 0; i < compiled.size(); i++) {
            identity.append('{').append(compiled.get(i).text().identity()).append('}');
            identity.append(layout.literals().get(i + 1));
        }
        return identity.toString();
    }

    @Override
    public boolean usesRequest() {
        return compiled.stream().anyMatch(part -> part.text().usesRequest());
    }

    @Override
    public boolean needsCaller() {
        return compiled.stream().anyMatch(part -> part.text().needsCaller());
    }

    @Override
    public boolean usesCall() {
        return compiled.stream().anyMatch(part -> part.text().usesCall());
    }

    @Override
    public String keyFor(QuotaCall call) {
        List<String> values = new ArrayList<>(compiled.size());
        for (Compiled part : compiled) {
            values.add(KeyText.require(
                    tools.expressions().evaluate(part.text(), part.expression(), call),
                    "{" + part.text().source() + "}"));
        }
        return codec.encode(values);
    }

    @Override
    public String build(List<? extends @Nullable Object> values) {
        GivenValues.requireCount(this, values, compiled.size());
        return codec.encode(IntStream.range(0, values.size())
                .mapToObj(i -> given(values, i))
                .toList());
    }

    private String given(List<? extends @Nullable Object> values, int index) {
        ExpressionText expression = compiled.get(index).text();
        String value = GivenValues.text(this, values, index);
        return switch (expression.secrecy()) {
            case WHOLE -> tools.fingerprint().of(value);
            case OPEN -> open(expression.evaluated(), index, value);
            case MIXED ->
                throw GivenValues.misfit(
                        this,
                        index,
                        "cannot be given, since secret() is only a part of {" + expression.source()
                                + "}; put it around the whole expression");
        };
    }

    private String open(String evaluated, int index, String value) {
        return switch (evaluated) {
            case "user" -> tools.userNames().spell(value);
            case "ip" -> GivenValues.address(this, index, value, tools.clientAddress());
            default -> value;
        };
    }
}
