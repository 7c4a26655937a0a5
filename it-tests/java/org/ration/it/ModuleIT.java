// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The jar as a module, for whoever builds by modules. */
class ModuleIT {

    @Test
    void exportsTheApiAlone() {
        Path jar = Path.of(System.getProperty("ration.jar"));

        ModuleDescriptor module =
                ModuleFinder.of(jar).find("org.ration").orElseThrow().descriptor();

        assertThat(module.exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .collect(toSet()))
                .isEqualTo(Set.of("org.ration", "org.ration.admin", "org.ration.openapi"));
        assertThat(module.isOpen()).isTrue();
    }
}
