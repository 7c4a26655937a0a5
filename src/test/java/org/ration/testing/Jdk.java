// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param home its folder
 */
public record Jdk(Path home) {

    /** The one that runs the tests. */
    public static Jdk current() {
        return new Jdk(Path.of(System.getProperty("java.home")));
    }

    /**
     * One of a version: the one that the property {@code java25.home} names, say, or one that is installed beside ours.
     */
    public static Optional<Jdk> ofVersion(int version) {
        if (Runtime.version().feature() == version) {
            return Optional.of(current());
        }
        String named = System.getProperty("java" + version + ".home", "");
        return named.isEmpty()
                ? installed().filter(jdk -> jdk.isVersion(version)).findFirst()
                : Optional.of(new Jdk(Path.of(named)));
    }

    private static Stream<Jdk> installed() {
        try (Stream<Path> beside = Files.list(current().home().toRealPath().getParent())) {
            return beside.sorted().map(Jdk::new).toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean isVersion(int version) {
        Path release = home.resolve("release");
        try {
            return Files.exists(java())
                    && Files.exists(release)
                    && Files.readString(release).contains("JAVA_VERSION=\"" + version + ".");
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** The program that runs classes. */
    public Path java() {
        return home.resolve("bin").resolve("java");
    }
}
