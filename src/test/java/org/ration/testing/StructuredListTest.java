// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredListTest {

    @Test
    void readsMembersAndParameters() {
        assertThat(StructuredList.parse("\"day\";q=1;w=2, \"a\\\"b\\\\\"; t=-3"))
                .containsExactly(
                        new StructuredList.Member("day", Map.of("q", 1L, "w", 2L)),
                        new StructuredList.Member("a\"b\\", Map.of("t", -3L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "day;q=1",
                "\"day;q=1",
                "\"dä\"",
                "\"a\\b\"",
                "\"day\";Q=1",
                "\"day\";q=1.5",
                "\"day\";q=+1",
                "\"day\";q=1000000000000000",
                "\"day\" ;q=1",
                "\"day\";q=1,",
                "\"day\";q=1 \"month\"",
                " \"day\""
            })
    void refusesWhatIsNone(String field) {
        assertThatIllegalArgumentException().isThrownBy(() -> StructuredList.parse(field));
    }
}
