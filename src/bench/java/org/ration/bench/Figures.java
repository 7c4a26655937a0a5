// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * All cells that were measured: medians of the repetitions, and ratios within them.
 *
 * @param all the measurements
 */
record Figures(List<Measurement> all) {

    /** The median of a figure over the repetitions of a cell; empty if it was not run. */
    OptionalDouble median(Cell cell, ToDoubleFunction<Measurement> figure) {
        return median(all.stream()
                .filter(measured -> measured.cell().equals(cell))
                .mapToDouble(figure)
                .toArray());
    }

    /** The median of what the ratios were in each repetition, of one cell to the best of others. */
    OptionalDouble ratio(Cell cell, List<Cell> others, ToDoubleFunction<Measurement> figure) {
        return median(all.stream()
                .filter(measured -> measured.cell().equals(cell))
                .flatMapToDouble(measured -> best(others, measured.repetition(), figure).stream()
                        .mapToDouble(best -> figure.applyAsDouble(measured) / best))
                .toArray());
    }

    Optional<Measurement> any(Cell cell) {
        return all.stream().filter(measured -> measured.cell().equals(cell)).findFirst();
    }

    private Optional<Double> best(List<Cell> cells, int repetition, ToDoubleFunction<Measurement> figure) {
        return all.stream()
                .filter(measured -> measured.repetition() == repetition && cells.contains(measured.cell()))
                .map(figure::applyAsDouble)
                .max(Double::compare);
    }

    static OptionalDouble median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
    }
}
