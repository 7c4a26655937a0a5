// SPDX-License-Identifier: Apache-2.0
package org.ration.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "müller 東京 \uD83D\uDE00", "a\\b"})
    void leavesTextAlone(String text) {
        assertThat(OneLine.of(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\u000b", "\u001b", "\u0085", "\u2028", "\u2029", "\u202e", "\u200b", "\ud800"})
    void escapesWhatBreaksALineOrIsNotSeen(String character) {
        assertThat(OneLine.of("a" + character + "b"))
                .isEqualTo(String.format("a\\u%04x" + "b", (int) character.charAt(0)));
    }

    @Test
    void leavesAnExceptionAloneWhoseMessagesAreOnOneLine() {
        Exception thrown = new IllegalStateException("outer", new NumberFormatException(null));

        assertThat(OneLine.of(thrown)).isSameAs(thrown);
    }

    @Test
    void printsAnExceptionWithItsCausesAndNoLineOfAnothersMaking() {
        Exception cause = new NumberFormatException("For input string: \"abc\r\nFORGED one\"");
        Exception thrown = new IllegalStateException("outer\nFORGED two", cause);
        thrown.addSuppressed(new IllegalArgumentException("more\u2028FORGED three"));

        String printed = printed(OneLine.of(thrown));

        assertThat(printed.lines()).noneMatch(line -> line.startsWith("FORGED"));
        assertThat(printed)
                .startsWith("java.lang.IllegalStateException: outer\\u000aFORGED two")
                .contains("Caused by: java.lang.NumberFormatException: For input string: \"abc\\u000d\\u000aFORGED")
                .contains("Suppressed: java.lang.IllegalArgumentException: more\\u2028FORGED three")
                .contains("at org.ration.log.OneLineTest.");
    }

    @Test
    void endsWhereACauseIsItsOwn() {
        Exception one = new IllegalStateException("one\n");
        one.initCause(new IllegalStateException("two", one));

        assertThat(printed(OneLine.of(one))).contains("one\\u000a").contains("two");
    }

    private static String printed(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
