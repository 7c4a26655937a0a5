// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.util.Locale;

/**
 * What one cell yielded. Only charges that were answered while it was measured are in the figures.
 *
 * @param cell the cell
 * @param repetition the repetition, from 1
 * @param perSecond answers per second: grants, under {@link Load#REFUSED} refusals
 * @param p50Micros half of the answers took at most so many microseconds; 0 if not known
 * @param p99Micros 99 of 100 answers did
 * @param roundTrips network round trips to the database per answer; 0 if not known
 * @param clientCpuMicros CPU time per answer of the process that charges, harness included
 * @param serverCpuMicros CPU time per answer of the database
 * @param granted units granted, all phases together
 * @param counted units that the database has counted since the cell began
 */
public record Measurement(
        Cell cell,
        int repetition,
        double perSecond,
        double p50Micros,
        double p99Micros,
        double roundTrips,
        double clientCpuMicros,
        double serverCpuMicros,
        long granted,
        long counted) {

    static final String CSV_HEADER =
            "device,load,threads,design,repetition,perSecond,p50Micros,p99Micros,roundTrips,clientCpuMicros"
                    + ",serverCpuMicros,granted,counted";

    boolean exact() {
        return granted == counted;
    }

    String csv() {
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%s,%d,%.1f,%.1f,%.1f,%.4f,%.2f,%.2f,%d,%d",
                cell.device(),
                cell.load(),
                cell.threads(),
                cell.design(),
                repetition,
                perSecond,
                p50Micros,
                p99Micros,
                roundTrips,
                clientCpuMicros,
                serverCpuMicros,
                granted,
                counted);
    }

    static Measurement parse(String csv) {
        String[] field = csv.strip().split(",");
        return new Measurement(
                new Cell(Device.valueOf(field[0]), Load.valueOf(field[1]), Integer.parseInt(field[2]), field[3]),
                Integer.parseInt(field[4]),
                Double.parseDouble(field[5]),
                Double.parseDouble(field[6]),
                Double.parseDouble(field[7]),
                Double.parseDouble(field[8]),
                Double.parseDouble(field[9]),
                Double.parseDouble(field[10]),
                Long.parseLong(field[11]),
                Long.parseLong(field[12]));
    }
}
