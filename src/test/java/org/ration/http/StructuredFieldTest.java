// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.testing.StructuredList;

class StructuredFieldTest {

    @Test
    void putsStringsInQuotes() {
        assertThat(StructuredField.string("exports-month")).isEqualTo("\"exports-month\"");
        assertThat(StructuredField.string("")).isEqualTo("\"\"");
    }

    @Test
    void escapesQuotesAndBackslashes() {
        assertThat(StructuredField.string("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }

    @Test
    void writesEveryPrintableCharacterSoThatItIsReadAgain() {
        for (char c = 0x20; c <= 0x7e; c++) {
            String text = "a" + c + "b";

            assertThat(StructuredList.parse(StructuredField.string(text)).get(0).name())
                    .isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "line\r\nfeed", "\t", "\u007f", "ä", "€", "\ud83d\ude00", "\ud800"})
    void refusesStringsThatAreNotPrintableAscii(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> StructuredField.string(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, -1", "999999999999999, 999999999999999", "-999999999999999, -999999999999999"})
    void writesIntegersOfUpTo15Digits(long number, String digits) {
        assertThat(StructuredField.integer(number)).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000_000_000L, -1_000_000_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
    void refusesLongerIntegers(long number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StructuredField.integer(number))
                .withMessageContaining(Long.toString(number));
    }
}
