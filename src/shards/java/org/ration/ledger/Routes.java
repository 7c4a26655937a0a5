// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Which statement went to which databases, as ShardingSphere-JDBC tells when it is asked to show SQL. */
final class Routes extends Handler implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger("ShardingSphere-SQL");

    private final Map<Integer, Statement> open = new LinkedHashMap<>();
    private final List<Statement> statements = new ArrayList<>();

    Routes() {
        LOGGER.setLevel(Level.INFO);
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(this);
    }

    /** What has run so far. */
    synchronized List<Statement> statements() {
        return List.copyOf(statements);
    }

    @Override
    public synchronized void publish(LogRecord line) {
        String text = new SimpleFormatter().formatMessage(line);
        int thread = (int) line.getLongThreadID();
        if (text.startsWith("Logic SQL: ")) {
            Statement statement = new Statement(text.substring("Logic SQL: ".length()), new TreeSet<>());
            open.put(thread, statement);
            statements.add(statement);
        } else if (text.startsWith("Actual SQL: ")) {
            open.get(thread)
                    .databases
                    .add(text.substring("Actual SQL: ".length()).split(" ")[0]);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setLevel(Level.WARNING);
    }

    /** A statement, and the databases that it went to. */
    record Statement(String sql, TreeSet<String> databases) {}
}
