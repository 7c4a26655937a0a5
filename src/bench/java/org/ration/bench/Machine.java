// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the benchmark ran on.
 *
 * @param processor the processors
 * @param memoryGigabytes the memory
 * @param system the operating system
 * @param java the Java runtime
 * @param loadBefore the load average before the run, without which figures mean little
 * @param begun when it began
 */
record Machine(String processor, long memoryGigabytes, String system, String java, double loadBefore, Instant begun) {

    static Machine now() throws IOException {
        OperatingSystemMXBean bean = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                bean.getAvailableProcessors() + " × " + model(),
                Math.round(bean.getTotalMemorySize() / 1e9),
                bean.getName() + " " + bean.getVersion(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                bean.getSystemLoadAverage(),
                Instant.now().truncatedTo(ChronoUnit.MINUTES));
    }

    private static String model() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return Files.isReadable(info)
                ? Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("processor")
                : System.getProperty("os.arch");
    }
}
