// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * A Markdown table of cells, a row for each.
 *
 * @param figures what was measured
 */
record CellTable(Figures figures) {

    String text(Collection<Cell> cells) {
        StringBuilder text = new StringBuilder(
                """
                | design | per second | p50 ms | p99 ms | round trips | client CPU µs | server CPU µs |
                |---|---:|---:|---:|---:|---:|---:|
                """);
        cells.forEach(cell -> text.append("| %s | %s | %s | %s | %s | %s | %s |%n"
                .formatted(
                        cell.design(),
                        rate(cell),
                        number("%.2f", 1e3, cell, Measurement::p50Micros),
                        number("%.2f", 1e3, cell, Measurement::p99Micros),
                        number("%.2f", 1, cell, Measurement::roundTrips),
                        number("%.1f", 1, cell, Measurement::clientCpuMicros),
                        number("%.1f", 1, cell, Measurement::serverCpuMicros))));
        return text.toString();
    }

    String rate(Cell cell) {
        return number("%,.0f", 1, cell, Measurement::perSecond);
    }

    private String number(String format, double divisor, Cell cell, ToDoubleFunction<Measurement> figure) {
        OptionalDouble median = figures.median(cell, figure);
        return median.isEmpty() || median.getAsDouble() == 0
                ? "–"
                : String.format(Locale.ROOT, format, median.getAsDouble() / divisor);
    }
}
