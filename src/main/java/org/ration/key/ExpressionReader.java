// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ration.key.ExpressionText.Secrecy;

/**
 * Checks an expression word by word, and writes down what shall be evaluated in its place. Reads one expression.
 *
 * <p>Every word is looked at, and only known ones pass. A name that begins a value is {@code user}, {@code ip}, a part
 * of the call with a literal name, {@code secret(…)} or a bean. Methods are called on beans only, but for the few that
 * {@link TextMethods} has.
 */
final class ExpressionReader {

    private static final List<String> NAMES =
            List.of("user", "ip", "header", "param", "path", "args", "request", "secret");

    /** Begins a property that may be missing, or whose name is a value. */
    private static final String ASKED = "[ " + ExpressionText.MAYBE + " . of ( ";

    /** Implementations of EL read words and brackets by recursion; operators type forms, too. */
    private static final int MAX_WORDS = 200;

    private static final int MAX_DEPTH = 16;

    /** Where the reader is between two brackets. */
    private static final class Frame {
        final boolean hidden;
        final boolean secretCall;

        /** What closes it, for the implementation of EL; empty for the bracket as written. */
        final String end;

        boolean onBean;
        boolean asked;

        Frame(boolean hidden, boolean secretCall, String end) {
            this.hidden = hidden;
            this.secretCall = secretCall;
            this.end = end;
        }
    }

    private final String source;
    private final @Nullable CalledMethod method;
    private final Predicate<String> isBeanName;
    private final List<Token> tokens;
    private final List<String> evaluated = new ArrayList<>();
    private final List<String> identity = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Deque<Frame> frames = new ArrayDeque<>(List.of(new Frame(false, false, "")));
    private int at;

    private ExpressionReader(String source, @Nullable CalledMethod method, Predicate<String> isBeanName) {
        this.source = source;
        this.method = method;
        this.isBeanName = isBeanName;
        this.tokens = Token.read(source);
    }

    /**
     * Checks an expression.
     *
     * @param source the text between the braces
     * @param method the method whose arguments it may name; null if any
     * @param isBeanName whether a {@code @Named} bean of this name exists
     * @return what to evaluate
     * @throws IllegalArgumentException if it is illegal, and says why
     */
    static ExpressionText read(String source, @Nullable CalledMethod method, Predicate<String> isBeanName) {
        return new ExpressionReader(source, method, isBeanName).read();
    }

    private ExpressionText read() {
        if (tokens.size() > MAX_WORDS) {
            throw illegal("has " + tokens.size() + " words; use at most " + MAX_WORDS);
        }
        while (at < tokens.size()) {
            word();
        }
        if (frames.size() > 1) {
            throw illegal("has a bracket that is not closed");
        }
        if (names.stream().allMatch("secret"::equals)) {
            throw illegal("refers to no part of the call, so all callers would share a counter; use, for example,"
                    + " {user}");
        }
        return new ExpressionText(source, text(evaluated), text(identity), secrecy(), names);
    }

    private void word() {
        Token token = tokens.get(at);
        if (token.isName()) {
            name(token);
        } else if (token.is(".")) {
            property();
        } else if (token.is("(") || token.is("[")) {
            open(token);
        } else if (token.is(")") || token.is("]")) {
            close(token);
        } else {
            other(token);
        }
    }

    /** A name at the beginning of a value. */
    private void name(Token token) {
        frame().onBean = false;
        frame().asked = at > 0 && tokens.get(at - 1).is("empty");
        if (token.is("secret")) {
            secret();
        } else if (token.is("user") || token.is("ip")) {
            begin(token);
        } else if (Part.tagged(token.text()).isPresent()) {
            part(Part.tagged(token.text()).orElseThrow());
        } else if (isBeanName.test(token.text())) {
            frame().onBean = true;
            begin(token);
        } else {
            throw unknown(token);
        }
    }

    /** Where {@code empty} asks for a value, it may be missing; else a missing one ends the evaluation. */
    private void begin(Token token) {
        names.add(token.text());
        emit(NAMES.contains(token.text()) ? maybe(token.text()) : token.text(), token.text());
    }

    private String maybe(String name) {
        return frame().asked ? ExpressionText.MAYBE + name : name;
    }

    private void secret() {
        if (!next(1).is("(") || next(2).is(")")) {
            throw illegal("names secret without a value; use, for example, secret(header['X-Api-Key'])");
        }
        names.add("secret");
        push(new Frame(true, true, ""));
        emit("secret . of (", "secret (");
        at++;
    }

    /** A part of the call and its name, which is literal, so that it is known now what will be read. */
    private void part(Part part) {
        boolean dotted = next(1).is(".") && next(2).kind() == Token.Kind.NAME;
        boolean bracketed = next(1).is("[") && isLiteralName(part, next(2)) && next(3).is("]");
        if (!dotted && !bracketed) {
            throw illegal("reads " + part.tag() + " without a literal name; use, for example, " + example(part));
        }
        Token token = next(2);
        String name = token.kind() == Token.Kind.STRING ? token.unquoted() : token.text();
        int length = dotted ? 3 : 4;
        if (next(length).is("(")) {
            throw illegal("calls a method of " + part.tag() + ", which has none; use, for example, " + example(part));
        }
        requireLegal(part, name);
        begin(tokens.get(at));
        emit(
                "[ " + quoted(name) + " ]",
                "[ " + quoted(part == Part.HEADER ? name.toLowerCase(Locale.ROOT) : name) + " ]");
        at += length - 2;
    }

    private void requireLegal(Part part, String name) {
        if (!part.canBeNamed(name)) {
            throw illegal("reads the " + part.describe("\"" + name + "\"") + ", which a call cannot have");
        }
        if (part != Part.ARGS && isCredential(part, name)) {
            throw illegal("reads the " + part.describe(name) + ", which is a credential; hide it as {secret("
                    + part.tag() + "['" + name + "'])}");
        }
        if (part == Part.ARGS && method != null) {
            requireParameter(method, name);
        }
    }

    /** Whether the value can get into the key in clear; {@code empty} says only whether there is one. */
    private boolean isOpen() {
        return !frame().hidden && !frame().asked;
    }

    private boolean isCredential(Part part, String name) {
        return switch (part) {
            case HEADER -> !frame().hidden && Credentials.areInHeader(name);
            case PARAM -> isOpen() && Credentials.areSent(name);
            default -> isOpen() && Credentials.areIn(name);
        };
    }

    private void requireParameter(CalledMethod called, String name) {
        int index = Arguments.indexOf(name, called.method());
        if (index < 0 || index >= called.method().getParameterCount()) {
            throw illegal("reads args['" + name + "'], but the arguments of "
                    + called.method().getName() + " are " + Arguments.describe(called.method()));
        }
        if (isOpen() && ArgumentCredentials.fill(called, index, properties())) {
            throw illegal("reads args['" + name + "'], which is a credential or a cookie; hide it as {secret(args['"
                    + name + "'])}");
        }
    }

    /** The literal properties that are read of the argument at this place. */
    private List<String> properties() {
        List<String> properties = new ArrayList<>();
        int distance = next(1).is(".") ? 3 : 4;
        while (next(distance).is(".") || next(distance).is("[") && isLiteral(next(distance + 1), next(distance + 2))) {
            Token name = next(distance + 1);
            properties.add(name.kind() == Token.Kind.STRING ? name.unquoted() : name.text());
            distance += next(distance).is(".") ? 2 : 3;
        }
        return properties;
    }

    private void property() {
        Token property = next(1);
        if (at == 0 || !tokens.get(at - 1).endsOperand() || property.kind() != Token.Kind.NAME) {
            throw illegal("has a dot that is not followed by a property");
        }
        requireHarmless(property.text());
        boolean called = next(2).is("(");
        if (called && !frame().onBean && !TextMethods.NAMES.contains(property.text())) {
            throw illegal(
                    "calls " + property.text() + "(), but methods can be called on @Named beans only (and on text: "
                            + String.join(", ", TextMethods.NAMES) + ")");
        }
        boolean asked = frame().asked && !called;
        emit(
                asked
                        ? ASKED + quoted(property.text()) + " " + askedEnd(true, false, frame().hidden)
                        : ". " + maybe(property.text()),
                ". " + property.text());
        at++;
        if (called) {
            push(new Frame(frame().hidden, false, ""));
            emit("(", "(");
        }
    }

    private void open(Token token) {
        boolean afterOperand = at > 0 && tokens.get(at - 1).endsOperand();
        if (token.is("[") != afterOperand) {
            throw illegal(
                    afterOperand
                            ? "calls something that is not a method of a @Named bean"
                            : "has a list, which cannot be part of a key");
        }
        if (next(1).kind() == Token.Kind.STRING) {
            requireHarmless(next(1).unquoted());
        }
        if (!afterOperand) {
            frame().onBean = false;
            frame().asked = false;
        }
        Frame outer = frame();
        boolean given = token.is("[") && !isLiteral(next(1), next(2));
        boolean asked = given || token.is("[") && outer.asked;
        push(new Frame(outer.hidden, false, asked ? askedEnd(outer.asked, given, outer.hidden) : ""));
        emit(asked ? ASKED : token.text(), token.text());
    }

    private static boolean isLiteral(Token name, Token end) {
        boolean literal = name.kind() == Token.Kind.STRING || name.kind() == Token.Kind.NUMBER;
        return literal && end.is("]");
    }

    private static String askedEnd(boolean maybeMissing, boolean given, boolean hidden) {
        return ", " + maybeMissing + " , " + given + " , " + hidden + " ) ]";
    }

    private void push(Frame frame) {
        if (frames.size() > MAX_DEPTH) {
            throw illegal("has brackets in brackets, more than " + MAX_DEPTH + " deep");
        }
        frames.push(frame);
    }

    private void close(Token token) {
        if (frames.size() == 1) {
            throw illegal("has a " + token.text() + " too many");
        }
        String end = frames.pop().end;
        emit(end.isEmpty() ? token.text() : end, token.text());
    }

    private void other(Token token) {
        if (token.is(",") && frame().secretCall) {
            throw illegal("gives secret more than one value");
        }
        if (token.is("+=")) {
            throw illegal("joins text with +=; write one expression after the other, with a colon between them");
        }
        frame().onBean = false;
        frame().asked = false;
        emit(token.text(), token.kind() == Token.Kind.STRING ? quoted(token.unquoted()) : token.text());
    }

    /** A string in the one way in which it can be written: it cannot contain both quotes. */
    private static String quoted(String content) {
        String quote = content.contains("'") ? "\"" : "'";
        return quote + content + quote;
    }

    private void requireHarmless(String property) {
        if (property.equals("class") || property.equals("getClass")) {
            throw illegal("reads the class of an object, which cannot be part of a key");
        }
        if (isOpen() && Credentials.areRead(property)) {
            throw illegal("reads " + property + ", which is a credential by its name; hide it as {secret(...)}");
        }
    }

    private static boolean isLiteralName(Part part, Token token) {
        return token.kind() == Token.Kind.STRING || part == Part.ARGS && token.kind() == Token.Kind.NUMBER;
    }

    private static String example(Part part) {
        return switch (part) {
            case HEADER -> "header['" + part.sample() + "']";
            case ARGS -> "args[" + part.sample() + "]";
            default -> part.tag() + "." + part.sample();
        };
    }

    private Secrecy secrecy() {
        if (!names.contains("secret")) {
            return Secrecy.OPEN;
        }
        return tokens.get(0).is("secret") && closing(1) == tokens.size() - 1 ? Secrecy.WHOLE : Secrecy.MIXED;
    }

    /** Where the bracket that opens at an index is closed. */
    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private Frame frame() {
        return frames.element();
    }

    private Token next(int distance) {
        return at + distance < tokens.size() ? tokens.get(at + distance) : new Token(Token.Kind.SYMBOL, "");
    }

    private void emit(String toEvaluate, String toCompare) {
        evaluated.add(toEvaluate);
        identity.add(toCompare);
        at++;
    }

    private static String text(List<String> words) {
        return String.join(" ", words);
    }

    private IllegalArgumentException unknown(Token token) {
        List<String> known =
                Stream.concat(NAMES.stream(), Stream.of("empty", "not")).toList();
        return illegal("has the unknown name " + token.text() + "; nearest is " + NearestName.of(token.text(), known)
                + " (names are user, ip, header['X-Team'], param.NAME, path.NAME, args[0], request.NAME, secret(...),"
                + " and those of @Named beans; put names with other characters in brackets and quotes)");
    }

    private IllegalArgumentException illegal(String problem) {
        return new IllegalArgumentException("{" + source + "} " + problem);
    }
}
