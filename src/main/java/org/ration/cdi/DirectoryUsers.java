// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.inject.spi.AnnotatedType;
import java.util.Set;
import java.util.TreeSet;

/** The users of the application's directories, most of which take "bob" and "Bob" for one. */
final class DirectoryUsers {

    /** By name, since not every runtime has it: one definition of an identity store, or a list of them. */
    private static final String DIRECTORY = "jakarta.security.enterprise.identitystore.LdapIdentityStoreDefinition";

    private final Set<String> untold = new TreeSet<>();

    /** Takes note of a class that defines a directory. */
    void add(AnnotatedType<?> type) {
        if (type.getAnnotations().stream()
                .anyMatch(annotation -> annotation.annotationType().getName().startsWith(DIRECTORY))) {
            untold.add(type.getJavaClass().getName());
        }
    }

    /** Warns of each once, where users are counted and nobody has chosen how names are spelt. */
    void check(Settings settings, Declarations declarations, DeploymentProblems problems) {
        if (!settings.choosesUserNames() && declarations.countUsers()) {
            untold.forEach(problems::namesInSeveralCases);
            untold.clear();
        }
    }
}
