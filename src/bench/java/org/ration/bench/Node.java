// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.io.IOException;
import java.time.Clock;

/** One node of several: a JVM of its own that charges when it is told to, and prints one measurement. */
final class Node {

    private static final long WARM_UP_MILLIS = 4000;

    private Node() {}

    /**
     * Runs it.
     *
     * @param arguments the database's URL, the load, the threads, and for how many milliseconds it is measured
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Server.Database database = new Server.Database(arguments[0]);
        Load load = Load.valueOf(arguments[1]);
        Cell cell = new Cell(Device.DISK, load, Integer.parseInt(arguments[2]), Designs.FAST);
        try (Ours design = new Ours(Designs.FAST, database, Clock.systemUTC(), Ours.FEW_CONNECTIONS, false)) {
            System.out.println("ready");
            System.in.read();
            Gauges gauges = new Gauges(ProcessHandle.current().pid());
            Measurement measured =
                    new Callers(cell, design, gauges).run(Thread::new, 1, WARM_UP_MILLIS, Long.parseLong(arguments[3]));
            System.out.println(measured.csv());
        }
    }
}
