// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import org.ration.Quota;

@Named("step")
@Dependent
public class Step extends AbstractBatchlet {

    @Override
    @Quota(key = "global:batch", limit = 1)
    public String process() {
        return "done";
    }
}
