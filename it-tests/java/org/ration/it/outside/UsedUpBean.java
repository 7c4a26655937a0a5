// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.enterprise.context.Dependent;
import org.ration.Quota;

@Dependent
public class UsedUpBean {

    @Quota(key = "global:used-up", limit = 0)
    public void run() {}
}
