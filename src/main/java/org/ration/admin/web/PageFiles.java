// SPDX-License-Identifier: Apache-2.0
package org.ration.admin.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of the page: those that {@code META-INF/ration/admin/files.txt} names, one a line, and no other. */
final class PageFiles {

    /** The file of the folder itself. */
    static final String INDEX = "index.html";

    private static final String FOLDER = "META-INF/ration/admin/";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    private final Map<String, PageFile> files;

    private PageFiles(Map<String, PageFile> files) {
        this.files = files;
    }

    /**
     * A file.
     *
     * @param type its media type
     * @param etag changes with the content
     * @param content the content
     */
    record PageFile(String type, String etag, byte[] content) {}

    /** Reads all of them. */
    static PageFiles read() {
        Map<String, PageFile> files = new TreeMap<>();
        String names = new String(bytes("files.txt"), StandardCharsets.UTF_8);
        names.lines().map(String::strip).filter(name -> !name.isEmpty()).forEach(name -> files.put(name, file(name)));
        return new PageFiles(files);
    }

    /** The file of a name; empty if it is not one of the page's. */
    Optional<PageFile> find(String name) {
        return Optional.ofNullable(files.get(name.isEmpty() ? INDEX : name));
    }

    private static PageFile file(String name) {
        byte[] content = bytes(name);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("the kind of " + name + " is not one of " + TYPES.keySet());
        }
        return new PageFile(type, "\"" + digest(content) + "\"", content);
    }

    private static byte[] bytes(String name) {
        try (InputStream stream = PageFiles.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new IllegalStateException(FOLDER + name + " is not in Ration's jar");
            }
            return stream.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String digest(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(Arrays.copyOf(digest, 16));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
