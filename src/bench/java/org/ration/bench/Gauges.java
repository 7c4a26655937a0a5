// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a load uses up: time, CPU of both sides, round trips. */
public final class Gauges {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final Pattern COMPILER = Pattern.compile("^C[12] Compiler");

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
        return new Reading(System.nanoTime(), clientCpuNanos(), serverCpu().toNanos(), CountingSockets.roundTrips());
    }

    /** Without that of Java's compilers, which a server that has run for a while does not need. */
    private static long clientCpuNanos() {
        long compilers = 0;
        File[] threads = new File("/proc/self/task").listFiles();
        for (File thread : threads == null ? new File[0] : threads) {
            compilers += compilerNanos(thread.toPath());
        }
        return SYSTEM.getProcessCpuTime() - compilers;
    }

    private static long compilerNanos(Path thread) {
        try {
            return COMPILER.matcher(Files.readString(thread.resolve("comm"))).find()
                    ? Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ")[0])
                    : 0;
        } catch (IOException ended) {
            return 0;
        }
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
     * @param clientCpuNanos CPU time of this process, but for Java's compilers
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
