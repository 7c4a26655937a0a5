// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import java.util.List;
import java.util.Random;

/** Texts by a seed: what is nearly right, what is not at all, and what breaks things. */
public final class Scrawl {

    private static final List<String> ANYWHERE = List.of(
            "",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\u0000",
            "\u007f",
            "\u0085",
            "\u2028",
            "\u00a0",
            "\ufeff",
            "\ud800",
            "\udc00",
            "\ud83d\ude00",
            "e\u0301",
            "\u0130",
            "\uff41",
            ":",
            "%",
            "%3A",
            "{",
            "}",
            "${",
            "#{",
            "'",
            "\"",
            "\\",
            ",",
            ";",
            "=",
            "(",
            ")",
            "[",
            "]",
            ".",
            "-",
            "+",
            "/",
            "@",
            "*",
            "<",
            "0",
            "1",
            "7",
            "255",
            "256",
            "999999999999999",
            "9223372036854775808",
            "-1");

    private final Random random;
    private final List<String> pieces;

    /** Texts of these pieces and some that fit nowhere. */
    public Scrawl(long seed, List<String> pieces) {
        this.random = new Random(seed);
        this.pieces = pieces;
    }

    /** The next text. */
    public String next() {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(7); left >= 0; left--) {
            text.append(random.nextInt(4) > 0 ? any(pieces) : any(ANYWHERE));
        }
        if (random.nextInt(200) == 0) {
            text.append(text.toString().repeat(1 + random.nextInt(2000)));
        }
        return random.nextInt(8) == 0 ? mutated(text) : text.toString();
    }

    /** One of these. */
    public <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private String mutated(StringBuilder text) {
        if (!text.isEmpty()) {
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x10000));
        }
        return text.toString();
    }
}
