// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.nio.file.Files;
import java.nio.file.Path;
import org.ration.testing.Program;

/** The sources as somebody checks them out, in a folder where a build disturbs nothing. */
final class Checkout {

    private Checkout() {}

    /** A copy of all files that Git knows. */
    static Path copy() {
        Path copy = ServerFiles.temporaryFolder("checkout");
        for (String file : Program.run(Path.of("."), "git", "ls-files", "-z").split("\0")) {
            if (Files.exists(Path.of(file))) {
                ServerFiles.folder(copy.resolve(file).getParent());
                ServerFiles.copy(Path.of(file), copy.resolve(file));
            }
        }
        return copy;
    }
}
