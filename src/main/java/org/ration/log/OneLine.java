// SPDX-License-Identifier: Apache-2.0
package org.ration.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Text of others for the log. Exceptions of the application quote what a request has, and a line break in it would
 * begin a line that looks like any other.
 */
public final class OneLine {

    private OneLine() {}

    /**
     * A text on one line.
     *
     * @param text the text
     * @return the text, with an escape for each line break, control character and character that is not seen
     */
    public static String of(String text) {
        return isOneLine(text)
                ? text
                : text.codePoints().mapToObj(OneLine::escaped).collect(Collectors.joining());
    }

    /**
     * An exception with its messages on one line.
     *
     * @param thrown the exception
     * @return the same, if its messages and those of its causes are on one line; else one that looks like it
     */
    public static Throwable of(Throwable thrown) {
        return isSafe(thrown, seen()) ? thrown : new Escaped(thrown, seen());
    }

    /**
     * Warns in one line of what is no defect of the code, as a database that does not answer; its stack is for DEBUG.
     *
     * @param log where
     * @param message what cannot be done
     * @param fault why
     */
    public static void warn(Logger log, String message, Throwable fault) {
        log.log(Level.WARNING, message + ": " + of(String.valueOf(fault.getMessage())));
        log.log(Level.DEBUG, message, of(fault));
    }

    private static Set<Throwable> seen() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static boolean isSafe(@Nullable Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return true;
        }
        for (Throwable other : thrown.getSuppressed()) {
            if (!isSafe(other, seen)) {
                return false;
            }
        }
        return isOneLine(thrown.toString())
                && isOneLine(String.valueOf(thrown.getMessage()))
                && isSafe(thrown.getCause(), seen);
    }

    private static boolean isOneLine(String text) {
        return text.codePoints().noneMatch(OneLine::isEscaped);
    }

    private static boolean isEscaped(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static String escaped(int character) {
        return isEscaped(character) ? String.format("\\u%04x", character) : Character.toString(character);
    }

    /** Stands for an exception in the log, and prints as it would. */
    private static final class Escaped extends Exception {

        private static final long serialVersionUID = 1L;

        private final String text;

        Escaped(Throwable thrown, Set<Throwable> seen) {
            super(OneLine.of(String.valueOf(thrown.getMessage())));
            seen.add(thrown);
            text = OneLine.of(thrown.toString());
            setStackTrace(thrown.getStackTrace());
            if (thrown.getCause() != null && !seen.contains(thrown.getCause())) {
                initCause(new Escaped(thrown.getCause(), seen));
            }
            for (Throwable other : thrown.getSuppressed()) {
                if (!seen.contains(other)) {
                    addSuppressed(new Escaped(other, seen));
                }
            }
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
