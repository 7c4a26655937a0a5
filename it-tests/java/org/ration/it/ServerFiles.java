// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of servers: what the build has unpacked, what their users' guide says, and folders for one start. */
final class ServerFiles {

    private static final Path GUIDE = Path.of("docs", "servers.md");

    private ServerFiles() {}

    /** A server as the build has unpacked it; its zip has one folder. */
    static Path home(String server) {
        try (Stream<Path> folders = Files.list(Path.of("target", "servers", server))) {
            return folders.filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the build has not unpacked " + server))
                    .toAbsolutePath();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The block of a language below a heading of the users' guide. */
    static String block(String heading, String language) {
        Matcher block = Pattern.compile(
                        "^## " + Pattern.quote(heading) + "$.*?^```" + language + "\n(.*?)^```$",
                        Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(read(GUIDE));
        if (!block.find()) {
            throw new IllegalStateException(GUIDE + " has no " + language + " below " + heading);
        }
        return block.group(1);
    }

    /** A folder that is gone when the tests are over. */
    static Path temporaryFolder(String name) {
        try {
            Path folder = Files.createTempDirectory(name);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Makes a folder. */
    static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Copies a file, or a folder with all that is in it. */
    static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The text of a file. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes a file, and the folder it is in. */
    static void write(Path file, String text) {
        try {
            Files.writeString(folder(file.getParent()).resolve(file.getFileName()), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
