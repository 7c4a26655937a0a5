// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.batch.api.chunk.ItemProcessor;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import org.ration.Quota;

/** Pays for each item. */
@Named("pricing")
@Dependent
public class Pricing implements ItemProcessor {

    @Override
    @Quota(key = "global:chunk", limit = 2)
    public Object processItem(Object item) {
        return item;
    }
}
