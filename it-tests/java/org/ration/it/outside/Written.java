// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;

/** What jobs have written. */
@Named("written")
@ApplicationScoped
public class Written extends AbstractItemWriter {

    private final List<Object> items = new ArrayList<>();

    @Override
    public synchronized void writeItems(List<Object> more) {
        items.addAll(more);
    }

    synchronized List<Object> items() {
        return List.copyOf(items);
    }
}
