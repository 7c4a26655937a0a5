// SPDX-License-Identifier: Apache-2.0
package org.ration.admin.web;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ration.QuotaCharge;
import org.ration.QuotaPolicy;
import org.ration.admin.AccountFilter;
import org.ration.admin.AccountRef;
import org.ration.admin.AccountState;
import org.ration.admin.Signature;

/** Reads a request. A deviation from openapi.json is a {@link Problem}. */
final class Input {

    /** The id of an account or a hold. */
    static final String ID = "[0-9a-f]{64}";

    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_DIGITS = 15;
    private static final int LAST_YEAR = 9999;
    private static final Pattern JSON =
            Pattern.compile("application/json *(; *charset=\"?utf-8\"?)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ETAG = Pattern.compile("\"([0-9]{1,18})\"");
    private static final Set<String> FILTER = Set.of("key", "scope", "period", "state");

    private final HttpServletRequest request;
    private final Map<String, List<String>> parameters;
    private final String user;

    Input(HttpServletRequest request, String user) {
        this.request = request;
        this.parameters = Query.parsed(request.getQueryString());
        this.user = user;
    }

    /** The caller's name, as in the audit. */
    String user() {
        return user;
    }

    /** Refuses parameters that are not among these, or are given twice. */
    void allow(Set<String> names) {
        parameters.forEach((name, values) -> {
            if (!names.contains(name)) {
                throw Problem.invalid(Problem.shown(name), "The parameter is not known; use " + names + ".");
            }
            if (values.size() != 1) {
                throw Problem.invalid(name, "The parameter is given twice; give it once.");
            }
        });
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).map(values -> values.get(0));
    }

    int number(String name, int byDefault, int least, int most) {
        String value = parameter(name).orElse(String.valueOf(byDefault));
        if (value.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw Problem.invalid(name, "It is not a whole number from " + least + " to " + most + ".");
    }

    /** A choice, written in camel case, or its default. */
    <E extends Enum<E>> E choice(String name, E byDefault) {
        return parameter(name)
                .map(value -> choice(name, value, byDefault.getDeclaringClass()))
                .orElse(byDefault);
    }

    Instant instant(String name) {
        return instant(name, parameter(name).orElseThrow(() -> Problem.invalid(name, "The parameter is missing.")));
    }

    /** A key, as stored. */
    String key(String name) {
        return key(name, parameter(name).orElseThrow(() -> Problem.invalid(name, "The parameter is missing.")));
    }

    private static String key(String name, String text) {
        String key = atMost(name, text, QuotaCharge.MAX_KEY_LENGTH);
        if (key.isBlank()) {
            throw Problem.invalid(name, "It is blank; write the key as it is stored.");
        }
        return key;
    }

    AccountFilter filter() {
        return filter(this::parameter);
    }

    static Set<String> filterNames() {
        return FILTER;
    }

    /** The account of the path, as of the version in If-Match. */
    AccountRef account(String id) {
        String condition = request.getHeader("If-Match");
        if (condition == null) {
            throw new Problem(
                    428, "if-match-missing", "If-Match is missing", "Send If-Match with the account's ETag, or *.");
        }
        Matcher version = ETAG.matcher(condition.strip());
        if (version.matches()) {
            return new AccountRef(id, OptionalLong.of(Long.parseLong(version.group(1))));
        }
        if (condition.strip().equals("*")) {
            return AccountRef.of(id);
        }
        throw Problem.invalid("If-Match", "It is not the ETag of an account; send one, or *.");
    }

    /** The body, whose members are among these. */
    Body body(String... members) {
        return body(List.of(), members);
    }

    /** The body, whose members are among these and those. */
    Body body(List<String> members, String... more) {
        requireJson();
        Body body = new Body(JsonText.object(bytes()));
        body.allow("", Stream.concat(members.stream(), Stream.of(more)).toList());
        return body;
    }

    private void requireJson() {
        String type = request.getContentType();
        if (type == null || !JSON.matcher(type.strip()).matches()) {
            throw new Problem(415, "not-json", "The body is not JSON", "Send application/json in UTF-8.");
        }
    }

    private byte[] bytes() {
        try {
            byte[] bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new Problem(413, "too-large", "The body is too large", "Send at most 64 KiB.");
            }
            return bytes;
        } catch (IOException broken) {
            throw Problem.invalid("body", "It could not be read to its end.");
        }
    }

    private static AccountFilter filter(Function<String, Optional<String>> values) {
        Optional<AccountState> state = values.apply("state").map(value -> choice("state", value, AccountState.class));
        return new AccountFilter(
                values.apply("key").map(text -> atMost("key", text, 200)),
                values.apply("scope").map(text -> atMost("scope", text, 64)),
                values.apply("period").map(text -> atMost("period", text, 16)),
                state);
    }

    private static String atMost(String field, String text, int most) {
        if (text.length() > most) {
            throw Problem.invalid(field, "It has " + text.length() + " characters; use at most " + most + ".");
        }
        if (text.codePoints()
                .anyMatch(point -> Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE)) {
            throw Problem.invalid(field, "It has control characters or lone surrogates; use well-formed text.");
        }
        return text;
    }

    private static <E extends Enum<E>> E choice(String field, String value, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(choice -> written(choice).equals(value))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        field,
                        "It is not one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Input::written)
                                        .toList()
                                + "."));
    }

    /** RESET_AT is resetAt. */
    private static String written(Enum<?> choice) {
        return Pattern.compile("_(.)")
                .matcher(choice.name().toLowerCase(Locale.ROOT))
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    private static Instant instant(String field, String value) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(value);
            if (time.getYear() >= 1 && time.getYear() <= LAST_YEAR) {
                return time.toInstant().truncatedTo(ChronoUnit.MILLIS);
            }
        } catch (DateTimeException unreadable) {
            // answered below
        }
        throw Problem.invalid(field, "It is not a time with an offset, such as 2026-12-01T00:00:00+01:00.");
    }

    /** The members of a body. */
    final class Body {

        private final JsonObject members;

        private Body(JsonObject members) {
            this.members = members;
        }

        private void allow(String path, List<String> names) {
            members.keySet().stream()
                    .filter(name -> !names.contains(name))
                    .findFirst()
                    .ifPresent(unknown -> {
                        throw Problem.invalid(
                                path + Problem.shown(unknown), "The member is not known; use " + names + ".");
                    });
        }

        String text(String name) {
            return optionalText(name).orElseThrow(() -> missing(name));
        }

        /** A key, as stored. */
        String key(String name) {
            return Input.key(name, text(name));
        }

        /** The id of a hold. */
        String id(String name) {
            String id = text(name);
            if (!id.matches(ID)) {
                throw Problem.invalid(name, "It is not an id: 64 digits, 0 to 9 and a to f.");
            }
            return id;
        }

        /** Who acts, and why. */
        Signature signature() {
            String reason = atMost("reason", text("reason"), Signature.MAX_REASON_LENGTH);
            if (reason.isBlank()) {
                throw Problem.invalid("reason", "It is blank; say why.");
            }
            return new Signature(user, reason);
        }

        /** A whole number. */
        long number(String name) {
            JsonValue value = members.get(name);
            if (value == null) {
                throw missing(name);
            }
            if (value instanceof JsonNumber number) {
                BigDecimal units = number.bigDecimalValue();
                if (units.scale() == 0 && units.precision() <= MAX_DIGITS) {
                    return units.longValueExact();
                }
            }
            throw Problem.invalid(name, "It is not a whole number of at most " + MAX_DIGITS + " digits.");
        }

        /** A limit. */
        long limit(String name) {
            return members.get(name) instanceof JsonString text
                            && text.getString().equals("unlimited")
                    ? QuotaPolicy.UNLIMITED
                    : notNegative(name);
        }

        long notNegative(String name) {
            long number = number(name);
            if (number < 0) {
                throw Problem.invalid(name, "It is negative; use 0 or more.");
            }
            return number;
        }

        long notZero(String name) {
            long number = number(name);
            if (number == 0) {
                throw Problem.invalid(name, "It is 0, which would change nothing.");
            }
            return number;
        }

        Optional<Instant> optionalInstant(String name) {
            return members.get(name) == JsonValue.NULL
                    ? Optional.empty()
                    : optionalText(name).map(value -> Input.instant(name, value));
        }

        Instant instant(String name) {
            return Input.instant(name, text(name));
        }

        Object[] texts(String name) {
            if (members.get(name) instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance)) {
                return array.getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .toArray();
            }
            throw Problem.invalid(name, "It is not a list of texts.");
        }

        AccountFilter filter(String name) {
            if (members.get(name) instanceof JsonObject object) {
                Body filter = new Body(object);
                filter.allow(name + ".", List.copyOf(FILTER));
                return Input.filter(filter::optionalText);
            }
            throw Problem.invalid(name, "It is not an object with a filter.");
        }

        private Optional<String> optionalText(String name) {
            JsonValue value = members.get(name);
            if (value == null) {
                return Optional.empty();
            }
            if (value instanceof JsonString text) {
                return Optional.of(text.getString());
            }
            throw Problem.invalid(name, "It is not a text.");
        }

        private Problem missing(String name) {
            return Problem.invalid(name, "The member is missing.");
        }
    }
}
