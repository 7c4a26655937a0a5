// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;

/** Reads what a load uses up: time, CPU of both sides, round trips. */
public final class Gauges {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final long serverPid;

    /**
     * Gauges.
     *
     * @param serverPid the process id of the database's first process
     */
    public Gauges(long serverPid) {
        this.serverPid = serverPid;
    }

    Reading read() {
        return new Reading(
                System.nanoTime(), SYSTEM.getProcessCpuTime(), serverCpu().toNanos(), CountingSockets.roundTrips());
    }

    /** Of the processes that are alive; pools keep theirs while a cell runs. */
    private Duration serverCpu() {
        return ProcessHandle.of(serverPid).stream()
                .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * What was read.
     *
     * @param nanos the time, or the time that passed
     * @param clientCpuNanos CPU time of this process
     * @param serverCpuNanos CPU time of the database
     * @param roundTrips round trips of this process to the database
     */
    record Reading(long nanos, long clientCpuNanos, long serverCpuNanos, long roundTrips) {

        Reading since(Reading begin) {
            return new Reading(
                    nanos - begin.nanos,
                    clientCpuNanos - begin.clientCpuNanos,
                    serverCpuNanos - begin.serverCpuNanos,
                    roundTrips - begin.roundTrips);
        }

        double seconds() {
            return nanos / 1e9;
        }
    }
}
