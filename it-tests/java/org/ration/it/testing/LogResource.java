// SPDX-License-Identifier: Apache-2.0
package org.ration.it.testing;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that the server has logged since the application was there, with all stack traces. */
@Path("log")
@Singleton
@Startup
public class LogResource {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private final Handler handler = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            lines.add(formatter.format(entry));
        }

        @Override
        public void flush() {
            // is never behind
        }

        @Override
        public void close() {
            // has nothing open
        }
    };

    @PostConstruct
    void begin() {
        Logger.getLogger("").addHandler(handler);
    }

    @PreDestroy
    void end() {
        Logger.getLogger("").removeHandler(handler);
    }

    @GET
    public String log() {
        return String.join("", lines);
    }
}
