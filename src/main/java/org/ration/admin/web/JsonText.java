// SPDX-License-Identifier: Apache-2.0
package org.ration.admin.web;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The text of a body. Its tokens are looked through first, one by one and without recursion: values that nest deeply,
 * long numbers and members that occur twice are refused before a parser builds anything of them.
 */
final class JsonText {

    /** No body that openapi.json describes nests deeper than 2. */
    private static final int MAX_DEPTH = 8;

    /** The letters of a number; no unit has more than 15 digits. */
    private static final int MAX_NUMBER_LENGTH = 32;

    private JsonText() {}

    /** The object that the body is. */
    static JsonObject object(byte[] body) {
        String text = utf8(body);
        try (JsonParser tokens = Json.createParser(new StringReader(text));
                JsonReader reader = Json.createReader(new StringReader(text))) {
            check(tokens);
            return reader.readObject();
        } catch (JsonException | IllegalStateException | NoSuchElementException malformed) {
            throw Problem.invalid("body", "It is not a JSON object.");
        }
    }

    private static void check(JsonParser tokens) {
        Deque<Set<String>> names = new ArrayDeque<>();
        while (tokens.hasNext()) {
            switch (tokens.next()) {
                case START_OBJECT, START_ARRAY -> open(names);
                case END_OBJECT, END_ARRAY -> names.pop();
                case KEY_NAME -> name(names, tokens.getString());
                case VALUE_NUMBER -> number(tokens.getString());
                default -> {}
            }
        }
    }

    private static void open(Deque<Set<String>> names) {
        if (names.size() == MAX_DEPTH) {
            throw Problem.invalid("body", "It nests deeper than " + MAX_DEPTH + " levels.");
        }
        names.push(new HashSet<>());
    }

    private static void name(Deque<Set<String>> names, String name) {
        if (!names.peek().add(name)) {
            throw Problem.invalid(Problem.shown(name), "The member is given twice; give it once.");
        }
    }

    private static void number(String digits) {
        if (digits.length() > MAX_NUMBER_LENGTH) {
            throw Problem.invalid("body", "It has a number of more than " + MAX_NUMBER_LENGTH + " characters.");
        }
    }

    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw Problem.invalid("body", "It is not UTF-8.");
        }
    }
}
