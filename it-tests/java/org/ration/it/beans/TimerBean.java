// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.annotation.Resource;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.inject.Inject;
import org.ration.Quota;

/** Timers that expire oftener than they may. */
@Singleton
public class TimerBean {

    private static final long EVERY_MILLIS = 300;

    @Inject
    private Runs runs;

    @Resource
    private TimerService timers;

    @Watched
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    @Quota(key = "global:schedule", limit = 2)
    void scheduled() {
        runs.add("schedule");
    }

    @Watched
    @Timeout
    @Quota(key = "global:timeout", limit = 2)
    void timedOut(Timer timer) {
        runs.add("timeout");
    }

    public void start() {
        timers.createIntervalTimer(0, EVERY_MILLIS, new TimerConfig(null, false));
    }

    public void stop() {
        timers.getTimers().forEach(Timer::cancel);
    }
}
