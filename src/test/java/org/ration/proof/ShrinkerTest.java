// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

    @Test
    void leavesWhatFailsAndNothingElse() {
        List<Integer> failing = IntStream.range(0, 100).boxed().toList();

        assertThat(Shrinker.shrink(failing, list -> list.containsAll(List.of(13, 14, 77))))
                .containsExactly(13, 14, 77);
    }
}
