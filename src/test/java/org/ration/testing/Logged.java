// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What Ration logs, line by line: the level, the message, and the cause if there is one. */
public final class Logged extends Handler {

    private static final Logger LOGGER = Logger.getLogger("org.ration");

    private final List<String> lines = new ArrayList<>();

    private Logged() {}

    /** The lines that are logged, on any thread, while something is done. */
    public static List<String> by(Callable<?> work) {
        Logged logged = new Logged();
        Level level = LOGGER.getLevel();
        LOGGER.setLevel(Level.INFO);
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(logged);
        try {
            work.call();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        } finally {
            LOGGER.removeHandler(logged);
            LOGGER.setUseParentHandlers(true);
            LOGGER.setLevel(level);
        }
        return logged.lines();
    }

    private synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public synchronized void publish(LogRecord line) {
        String cause = line.getThrown() == null ? "" : " | " + line.getThrown();
        lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line) + cause);
    }

    @Override
    public void flush() {
        // nothing is kept back
    }

    @Override
    public void close() {
        // nothing is open
    }
}
