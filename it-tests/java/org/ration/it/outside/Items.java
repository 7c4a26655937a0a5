// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;

/** Three items. */
@Named("items")
@Dependent
public class Items extends AbstractItemReader {

    private static final int ITEMS = 3;

    private int read;

    @Override
    public Object readItem() {
        return read == ITEMS ? null : ++read;
    }
}
