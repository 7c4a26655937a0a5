// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import org.ration.Quota;

/** A timer that expires once. */
@Singleton
public class TimedBean {

    @Resource
    private TimerService timers;

    @Timeout
    @Quota(key = "global:timer", limit = 1000, cost = 10, scope = "timer", settleBy = Told.class)
    void timedOut(Timer timer) {
        // done
    }

    public void start() {
        timers.createSingleActionTimer(0, new TimerConfig(null, false));
    }
}
