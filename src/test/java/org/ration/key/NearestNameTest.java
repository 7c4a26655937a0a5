// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    @ParameterizedTest
    @CsvSource({
        "user, user, 0",
        "USER, user, 0",
        "usr, user, 1",
        "usre, user, 1",
        "uuser, user, 1",
        "uxer, user, 1",
        "'', user, 4",
        "kitten, sitting, 3"
    })
    void countsEdits(String one, String other, int distance) {
        assertThat(NearestName.distance(one, other)).isEqualTo(distance);
        assertThat(NearestName.distance(other, one)).isEqualTo(distance);
    }
}
