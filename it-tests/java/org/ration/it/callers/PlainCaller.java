// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** No transaction at all. */
@ApplicationScoped
@Named("plain")
public class PlainCaller implements Caller {

    @Override
    public void call(Runnable work, boolean commit) {
        work.run();
    }
}
