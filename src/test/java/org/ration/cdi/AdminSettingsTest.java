// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"/ration", "/back-office/quotas", "/a_b.c~1"})
    void takesAPathOfNames(String path) {
        assertThat(new AdminSettings(true, path, "ration-admin").path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "ration", "/ration/", "//ration", "/*", "/ration/*", "/..", "/a/../b", "/a b"})
    void refusesAPathThatWouldMeanSomethingElse(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdminSettings(true, path, "ration-admin"))
                .withMessageContaining("use a path such as /ration");
    }

    /** They stand for every role, and for everybody who is logged in. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "*", "**"})
    void refusesARoleThatEverybodyHas(String role) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdminSettings(true, "/ration", role))
                .withMessageContaining("use the name of one role");
    }
}
