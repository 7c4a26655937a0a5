// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import jakarta.el.ELResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCall;
import org.ration.QuotaCharge;

/**
 * Reads the forms of {@link org.ration.Quota#key}. One per application, for use by many threads.
 *
 * <p>Expressions have properties, text in quotes, numbers, comparison, arithmetic, logic, {@code ? :} and
 * {@code empty}. Methods can be called on {@code @Named} beans, and {@code toLowerCase}, {@code toUpperCase},
 * {@code strip} and {@code trim} on text, independent of the locale. There are no assignments, lambdas, lists, sets and
 * maps, no {@code +=}, no backslashes, no functions but {@code secret(x)}, and no classes.
 *
 * <p>A part of the call that is missing or blank ends the evaluation: there is no key. An expression can ask for it
 * with {@code empty}: {@code {empty header['X-Team'] ? user : header['X-Team']}}. Header, parameter and attribute names
 * are literal.
 */
public final class KeyForms {

    private static final List<String> WORDS = List.of("user", "ip", "user_or_ip", "global");
    private static final List<String> TAGS = List.of("header", "param", "path", "global");
    private static final List<String> RESERVED =
            List.of("user:", "ip:", "anonymous:", "header:", "param:", "path:", "global");
    private static final String LEGAL = "user, ip, user_or_ip, header:NAME, param:NAME, path:NAME, global, global:NAME,"
            + " or a template such as org:{path.org}";

    /** After a name comes a colon, so it can have none itself. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\\s:]");

    /** Applications build keys of a few forms, over and over; should one make forms on the fly, they are not kept. */
    private static final int MAX_KEPT = 256;

    /** The most characters of a form: operators type some, too, and all that follows takes time by its length. */
    private static final int MAX_FORM_LENGTH = 2_000;

    private final Fingerprint fingerprint;
    private final ClientAddress clientAddress;
    private final Callers callers;
    private final Predicate<String> isBeanName;
    private final Expressions expressions;
    private final Map<String, KeyForm> kept = new ConcurrentHashMap<>();

    /**
     * Forms of an application.
     *
     * @param fingerprint hides header values and {@code secret(x)}
     * @param clientAddress yields the canonical text of addresses that are given to {@link KeyForm#build}
     * @param userNames how the names of users are spelt
     * @param namedBeans resolves the names of the application's {@code @Named} beans, with no base
     * @param isBeanName whether there is such a bean; asked when a form is read
     */
    public KeyForms(
            Fingerprint fingerprint,
            ClientAddress clientAddress,
            UserNames userNames,
            ELResolver namedBeans,
            Predicate<String> isBeanName) {
        this.fingerprint = fingerprint;
        this.clientAddress = clientAddress;
        this.callers = new Callers(userNames);
        this.isBeanName = isBeanName;
        this.expressions = new Expressions(new CallResolver(fingerprint, callers, namedBeans));
    }

    /**
     * Reads a form.
     *
     * @param form the form
     * @param method the method whose arguments a template may name; null if the form has none
     * @return the form, ready for use
     * @throws IllegalArgumentException if it is illegal; the message says what is wrong, the form, and what would be
     *     right
     */
    public KeyForm parse(String form, @Nullable CalledMethod method) {
        KeyForm known = method == null ? kept.get(form) : null;
        if (known != null) {
            return known;
        }
        KeyForm read = readOrExplain(form, method);
        if (method == null && kept.size() < MAX_KEPT) {
            kept.put(form, read);
        }
        return read;
    }

    private KeyForm readOrExplain(String form, @Nullable CalledMethod method) {
        if (form.length() > MAX_FORM_LENGTH) {
            throw new IllegalArgumentException(
                    "key has " + form.length() + " characters; use at most " + MAX_FORM_LENGTH);
        }
        if (!KeyText.isLegal(form)) {
            throw new IllegalArgumentException("key has control characters or lone surrogates; use " + LEGAL);
        }
        try {
            return read(form, method);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("key is \"" + form + "\": " + e.getMessage(), e);
        }
    }

    private KeyForm read(String form, @Nullable CalledMethod method) {
        if (form.isBlank()) {
            throw new IllegalArgumentException("it is blank; use " + LEGAL);
        }
        return switch (form) {
            case "user" -> user();
            case "ip" -> ip();
            case "user_or_ip" -> userOrIp();
            case "global" -> new ConstantForm(form);
            default -> form.indexOf('{') >= 0 || form.indexOf('}') >= 0 ? template(form, method) : tagged(form);
        };
    }

    private KeyForm user() {
        return new ValueForm("user", "user", false, call -> "user:" + callers.user(call), this::userKey);
    }

    private String userKey(String name) {
        return "user:" + callers.names().spell(name);
    }

    private KeyForm ip() {
        return new ValueForm("ip", "ip", true, call -> "ip:" + callers.address(call), this::ipKey);
    }

    private String ipKey(String address) {
        return "ip:"
                + clientAddress
                        .canonical(address)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the value for the key form \"ip\" is not an IPv4 or IPv6 address"));
    }

    private KeyForm userOrIp() {
        return new ValueForm("user_or_ip", "user_or_ip", true, this::userOrIpKey, this::userKey);
    }

    private String userOrIpKey(QuotaCall call) {
        return callers.knownUser(call).isPresent()
                ? "user:" + callers.user(call)
                : "anonymous:" + callers.address(call);
    }

    private KeyForm tagged(String form) {
        int colon = form.indexOf(':');
        String tag = colon < 0 ? "" : form.substring(0, colon);
        String name = form.substring(colon + 1);
        return switch (tag) {
            case "header" -> header(form, legalName(Part.HEADER, name));
            case "param" -> part(form, Part.PARAM, openName(Part.PARAM, name));
            case "path" -> part(form, Part.PATH, openName(Part.PATH, name));
            case "global" -> global(form, name);
            default -> throw unknown(form);
        };
    }

    private static String legalName(Part part, String name) {
        if (!part.canBeNamed(name) || AMBIGUOUS.matcher(name).find()) {
            throw new IllegalArgumentException(
                    (name.isEmpty() ? "it has no name" : "\"" + name + "\" is not a valid name of a " + part.noun())
                            + "; use, for example, " + part.tag() + ":" + part.sample());
        }
        return name;
    }

    /** A name whose value may be stored in clear. */
    private static String openName(Part part, String name) {
        boolean credential = part == Part.PARAM
                ? Credentials.areSent(legalName(part, name))
                : Credentials.areIn(legalName(part, name));
        if (credential) {
            throw new IllegalArgumentException("the " + part.describe(name)
                    + " is a credential by its name, and would be stored in clear; hide it as \"my-" + name
                    + ":{secret("
                    + part.tag() + "['" + name + "'])}\"");
        }
        return name;
    }

    private KeyForm header(String form, String name) {
        String tag = "header:" + name.toLowerCase(Locale.ROOT);
        return new ValueForm(
                form,
                tag,
                true,
                call -> tag + ":" + fingerprint.of(KeyText.require(call.header(name), Part.HEADER.describe(name))),
                value -> tag + ":" + fingerprint.of(value));
    }

    private static KeyForm part(String form, Part part, String name) {
        return new ValueForm(
                form,
                form,
                true,
                call -> form + ":" + KeyText.require(KeyText.of(part.read(call, name)), part.describe(name)),
                value -> form + ":" + value);
    }

    private static KeyForm global(String form, String name) {
        if (name.isBlank()
                || form.length() > QuotaCharge.MAX_KEY_LENGTH
                || !KeyCodec.bounded(form).equals(form)) {
            throw new IllegalArgumentException("global: requires a name of 1 to "
                    + (QuotaCharge.MAX_KEY_LENGTH - "global:".length()) + " characters; use, for example,"
                    + " global:exports");
        }
        return new ConstantForm(form);
    }

    private KeyForm template(String form, @Nullable CalledMethod method) {
        RESERVED.stream().filter(form::startsWith).findFirst().ifPresent(tag -> {
            throw new IllegalArgumentException("a template cannot begin with \"" + tag
                    + "\", which belongs to keys of another form; use a word of your own, such as \"my-" + form + "\"");
        });
        TemplateReader.Pieces pieces = TemplateReader.read(form);
        if (pieces.layout().literals().get(0).startsWith(":")) {
            throw new IllegalArgumentException(
                    "a template cannot begin with a colon; begin with a word, such as \"my" + form + "\"");
        }
        List<KeyTemplate.Compiled> compiled = new ArrayList<>();
        for (String expression : pieces.expressions()) {
            ExpressionText text = ExpressionReader.read(expression, method, isBeanName);
            compiled.add(new KeyTemplate.Compiled(text, expressions.compile(text)));
        }
        return new KeyTemplate(
                form,
                pieces.layout(),
                compiled,
                new KeyTemplate.Tools(expressions, fingerprint, clientAddress, callers.names()));
    }

    private static IllegalArgumentException unknown(String form) {
        return new IllegalArgumentException(
                (form.indexOf(':') < 0 ? "there is no such form" : "it is the same for every call") + "; nearest is \""
                        + nearest(form) + "\" (legal are " + LEGAL + ")");
    }

    private static String nearest(String form) {
        int colon = form.indexOf(':');
        if (colon < 0) {
            String word = NearestName.of(
                    form, Stream.concat(WORDS.stream(), TAGS.stream()).toList());
            return WORDS.contains(word) ? word : word + ":NAME";
        }
        String tag = form.substring(0, colon);
        String nearestWord = NearestName.of(tag, List.of("user", "ip", "user_or_ip"));
        if (NearestName.distance(tag, nearestWord) == 0) {
            return nearestWord;
        }
        String nearestTag = NearestName.of(tag, TAGS);
        return NearestName.distance(tag, nearestTag) <= 2 ? nearestTag + form.substring(colon) : "global:" + form;
    }
}
