// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.messages;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What the message-driven beans have done. */
@ApplicationScoped
public class Processed {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicInteger limit = new AtomicInteger(1);

    public void add(String line) {
        lines.add(line);
    }

    public List<String> lines() {
        return lines;
    }

    /** How many messages {@link Postponing} may process. */
    public int limit() {
        return limit.get();
    }

    public void raiseLimit() {
        limit.incrementAndGet();
    }
}
