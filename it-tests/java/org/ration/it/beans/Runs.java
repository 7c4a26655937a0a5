// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often bodies have run. */
@ApplicationScoped
public class Runs {

    private final Map<String, Integer> runs = new ConcurrentHashMap<>();

    public void add(String name) {
        runs.merge(name, 1, Integer::sum);
    }

    public int of(String name) {
        return runs.getOrDefault(name, 0);
    }
}
