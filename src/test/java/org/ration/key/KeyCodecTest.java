// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.QuotaCharge;

/** No two calls that differ have one key, and no key is too long. */
class KeyCodecTest {

    /** Few and treacherous, so that pairs which nearly collide are frequent. */
    private static final List<String> SYLLABLES = List.of(
            "a",
            "A",
            "\uff21",
            "b",
            "B",
            "a\u0301",
            "\u00e1",
            ":",
            "::",
            "%",
            "%3A",
            "%3a",
            "%25",
            "25",
            "3A",
            "{",
            "}",
            "{}",
            "~",
            "-",
            "/",
            "+",
            " ",
            "\ud83d\ude00",
            "\ud83d\ude01",
            "\u212a",
            "k",
            "\u0131",
            "i",
            "x".repeat(70),
            "y".repeat(130),
            "0".repeat(64));

    private static final List<Layout> LAYOUTS = List.of(
            layout("org:", ":", ""),
            layout("org:", "-", ""),
            layout("org:", "a/b", ""),
            layout("org:", " : ", ":x"),
            layout("", ":", ""),
            layout("us", ":", "%"),
            layout("", "\ud83d\ude00", ""),
            layout("t:", "+", "~"));

    private final Random random = new Random(20_260_101);

    @Test
    void writesDifferentValuesIntoDifferentKeys() {
        for (Layout layout : LAYOUTS) {
            KeyCodec codec = new KeyCodec(layout);
            Map<String, List<String>> seen = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                List<String> values = List.of(value(), value());
                List<String> before = seen.putIfAbsent(codec.encode(values), values);
                assertThat(before).as("values with the key of %s", values).isIn(null, values);
            }
        }
    }

    @Test
    void writesDifferentValuesIntoDifferentKeysWhenOneIsAPieceOfTheOther() {
        KeyCodec codec = new KeyCodec(layout("org:", ":", ""));
        for (int i = 0; i < 20_000; i++) {
            String whole = value() + ":" + value();
            int cut = 1 + random.nextInt(whole.length());
            int otherCut = 1 + random.nextInt(whole.length());
            List<String> values = List.of(whole.substring(0, cut), whole.substring(cut));
            List<String> others = List.of(whole.substring(0, otherCut), whole.substring(otherCut));

            assertThat(codec.encode(values).equals(codec.encode(others))).isEqualTo(values.equals(others));
        }
    }

    @Test
    void writesDifferentValuesIntoDifferentKeysOfThreeExpressions() {
        KeyCodec codec = new KeyCodec(new Layout(List.of("", "-", "/", "")));
        Map<String, List<String>> seen = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            List<String> values = List.of(value(), value(), value());
            List<String> before = seen.putIfAbsent(codec.encode(values), values);
            assertThat(before).isIn(null, values);
        }
    }

    @Test
    void neverMeetsAnotherLayoutUnlessTheLayoutsTell() {
        List<Layout> layouts = new ArrayList<>(LAYOUTS);
        layouts.addAll(List.of(
                layout("org:", ""), layout("org:a:", ""), layout("", ""), layout("a:", ""), layout("", ":", "-a")));
        Map<String, Layout> seen = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            Layout layout = layouts.get(random.nextInt(layouts.size()));
            List<String> values = layout.literals().size() == 2 ? List.of(value()) : List.of(value(), value());
            Layout before = seen.put(new KeyCodec(layout).encode(values), layout);
            assertThat(before == null || before.equals(layout) || before.canMeet(layout))
                    .as("%s and %s make one key of %s", before, layout, values)
                    .isTrue();
        }
    }

    @Test
    void writesKeysThatACounterTakes() {
        for (Layout layout : LAYOUTS) {
            KeyCodec codec = new KeyCodec(layout);
            for (int i = 0; i < 2_000; i++) {
                String key = codec.encode(List.of(value(), value()));

                assertThatCode(() -> QuotaCharge.requireKey(key)).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void leavesOrdinaryValuesReadable() {
        assertThat(new KeyCodec(layout("org:", ":", "")).encode(List.of("7", "bob@example.org")))
                .isEqualTo("org:7:bob@example.org");
        assertThat(new KeyCodec(layout("org:", ":", "")).encode(List.of("a b", "c:d%{e}-\u00e9")))
                .isEqualTo("org:a b:c%3Ad%25%7Be%7D-\u00e9");
    }

    @Test
    void escapesThePunctuationBetweenItsExpressions() {
        assertThat(new KeyCodec(layout("t:", "-x\u00b7", "!")).encode(List.of("a-x\u00b7b!", "-")))
                .isEqualTo("t:a%2Dx%C2%B7b!-x\u00b7%2D!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "42", "\u00e9"})
    void refusesExpressionsThatNothingKeepsApart(String between) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyCodec(layout("t:", between, "")))
                .withMessageContaining("put a colon between them");
    }

    @Test
    void keepsAKeyOf200Characters() {
        String key = "user:" + "x".repeat(195);

        assertThat(KeyCodec.bounded(key)).isEqualTo(key);
    }

    @Test
    void shortensALongerKeyToAReadableHeadAndTheDigestOfTheWhole() {
        String key = "user:" + "x".repeat(196);

        assertThat(KeyCodec.bounded(key))
                .startsWith("user:xxxx")
                .matches("[^~]{135}~[0-9a-f]{64}")
                .hasSize(QuotaCharge.MAX_KEY_LENGTH);
    }

    @Test
    void neverMergesLongKeysWithACommonHead() {
        String head = "user:" + "x".repeat(100_000);

        assertThat(KeyCodec.bounded(head + "1")).isNotEqualTo(KeyCodec.bounded(head + "2"));
    }

    @Test
    void splitsNoSurrogatePair() {
        String key = "x".repeat(134) + "\ud83d\ude00".repeat(50);

        assertThat(QuotaCharge.requireKey(KeyCodec.bounded(key))).startsWith("x".repeat(134) + "~");
    }

    @Test
    void givesNobodyTheShortenedKeyOfAnother() {
        String victim = KeyCodec.bounded("user:" + "x".repeat(300));

        assertThat(KeyCodec.bounded(victim)).isNotEqualTo(victim).hasSizeLessThanOrEqualTo(200);
        assertThat(KeyCodec.bounded(victim.substring(0, 20) + victim.substring(135)))
                .endsWith(digestOf(victim.substring(0, 20) + victim.substring(135)));
    }

    @Test
    void isInjectiveAboutKeysThatLookShortened() {
        Map<String, String> seen = new HashMap<>();
        List<String> keys = new ArrayList<>(List.of("user:" + "x".repeat(300), "user:" + "x".repeat(135)));
        for (int i = 0; i < 200; i++) {
            keys.add(KeyCodec.bounded(keys.get(i)));
            keys.add("user:" + value() + "~" + "0".repeat(64));
        }

        keys.forEach(
                key -> assertThat(seen.putIfAbsent(KeyCodec.bounded(key), key)).isIn(null, key));
    }

    private static String digestOf(String key) {
        return HexFormat.of().formatHex(Fingerprint.sha256(key));
    }

    private String value() {
        StringBuilder value = new StringBuilder();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            value.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
        }
        return value.toString();
    }

    private static Layout layout(String... literals) {
        return new Layout(List.of(literals));
    }
}
