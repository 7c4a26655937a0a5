// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import static org.ration.bench.Designs.BUCKET4J;
import static org.ration.bench.Designs.BUCKET4J_BANDWIDTHS;
import static org.ration.bench.Designs.BUCKET4J_BATCHING;
import static org.ration.bench.Designs.ECLIPSELINK;
import static org.ration.bench.Designs.FAST;
import static org.ration.bench.Designs.HIBERNATE;
import static org.ration.bench.Designs.PORTABLE;
import static org.ration.bench.Designs.UPDATE;
import static org.ration.bench.Designs.UPDATE_JTA;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What has to be reached, and whether it was. */
final class Bars {

    private static final List<Bar> ALL = all();

    private final Figures figures;

    Bars(Figures figures) {
        this.figures = figures;
    }

    /** A Markdown table of all bars, on all devices. */
    String table(Collection<Device> devices) {
        StringBuilder table = new StringBuilder("| load | against | Ration by | bar |");
        devices.forEach(device -> table.append(" ").append(device.text()).append(" |"));
        table.append("\n|---|---|---|---|")
                .append("---|".repeat(devices.size()))
                .append("\n");
        ALL.stream().map(bar -> row(bar, devices)).forEach(table::append);
        return table.toString();
    }

    private String row(Bar bar, Collection<Device> devices) {
        StringBuilder row = new StringBuilder("| %s, %d %s | %s | %s | %s |"
                .formatted(
                        bar.load,
                        bar.threads,
                        bar.load.isAsynchronous() ? "outstanding" : "threads",
                        bar.against,
                        bar.design.replace("Ration ", ""),
                        bar.text()));
        devices.forEach(device -> row.append(" ").append(verdict(bar, device)).append(" |"));
        return row.append("\n").toString();
    }

    private String verdict(Bar bar, Device device) {
        OptionalDouble reached = bar.measure.of(figures, device);
        if (reached.isEmpty()) {
            return "–";
        }
        String number = String.format(
                Locale.ROOT, reached.getAsDouble() < 10 ? "%.2f%s" : "%.0f%s", reached.getAsDouble(), bar.unit);
        return bar.holds(reached.getAsDouble()) ? number : number + " **not reached**";
    }

    private static List<Bar> all() {
        List<Bar> bars = new ArrayList<>();
        String either = "bucket4j, with batching or without";
        faster(bars, Load.HOT, 64, "bucket4j", List.of(BUCKET4J), 20, 40);
        faster(bars, Load.HOT, 64, "bucket4j with batching", List.of(BUCKET4J_BATCHING), 0, 1);
        outstanding(bars, Load.HOT_ASYNC, 1024, Load.HOT, BUCKET4J_BATCHING, 10);
        outstanding(bars, Load.HOT_ASYNC, 8192, Load.HOT, BUCKET4J_BATCHING, 20);
        outstanding(bars, Load.SPREAD_ASYNC, 8192, Load.SPREAD, UPDATE, 5);
        faster(bars, Load.HOT, 64, "naive JPA, the faster", List.of(ECLIPSELINK, HIBERNATE), 25, 40);
        faster(
                bars,
                Load.PAIR,
                64,
                "bucket4j, two buckets or two bandwidths",
                List.of(BUCKET4J, BUCKET4J_BANDWIDTHS),
                15,
                15);
        faster(bars, Load.SPREAD, 64, either, List.of(BUCKET4J, BUCKET4J_BATCHING), 1.5, 4);
        faster(bars, Load.SPREAD, 64, "one UPDATE", List.of(UPDATE), 1, 2);
        for (Load load : List.of(Load.HOT, Load.SPREAD)) {
            for (int threads : new int[] {1, 8}) {
                faster(bars, load, threads, "one UPDATE in JTA", List.of(UPDATE_JTA), 0, 0.95);
                faster(bars, load, threads, "one UPDATE", List.of(UPDATE), 0, 0);
            }
        }
        withId(bars, Load.WITH_ID, 0.6);
        withId(bars, Load.HOLD, 0.35);
        faster(bars, Load.FIRST, 64, "one UPDATE", List.of(UPDATE), 0, 1);
        faster(bars, Load.REFUSED, 32, "bucket4j", List.of(BUCKET4J), 10, 10);
        roundTrips(bars, PORTABLE, 0.15);
        roundTrips(bars, FAST, 0.1);
        flood(bars, PORTABLE);
        flood(bars, FAST);
        return bars;
    }

    private static void faster(
            List<Bar> bars, Load load, int threads, String against, List<String> rivals, double portable, double fast) {
        bars.add(faster(load, threads, against, rivals, PORTABLE, portable));
        bars.add(faster(load, threads, against, rivals, FAST, fast));
    }

    private static Bar faster(
            Load load, int threads, String against, List<String> rivals, String design, double least) {
        return new Bar(load, threads, against, design, least, true, "x", (figures, device) -> {
            List<Cell> others = rivals.stream()
                    .map(rival -> new Cell(device, load, threads, rival))
                    .toList();
            return figures.ratio(new Cell(device, load, threads, design), others, Measurement::perSecond);
        });
    }

    private static void outstanding(List<Bar> bars, Load load, int charges, Load rivals, String rival, double least) {
        bars.add(new Bar(
                load,
                charges,
                rival + ", 64 threads",
                FAST,
                least,
                true,
                "x",
                (figures, device) -> figures.ratio(
                        new Cell(device, load, charges, FAST),
                        List.of(new Cell(device, rivals, 64, rival)),
                        Measurement::perSecond)));
    }

    private static void withId(List<Bar> bars, Load load, double least) {
        bars.add(new Bar(
                load,
                64,
                "its plain charge",
                FAST,
                least,
                true,
                "x",
                (figures, device) -> figures.ratio(
                        new Cell(device, load, 64, FAST),
                        List.of(new Cell(device, Load.SPREAD, 64, FAST)),
                        Measurement::perSecond)));
    }

    private static void roundTrips(List<Bar> bars, String design, double most) {
        bars.add(new Bar(
                Load.HOT,
                64,
                "round trips per charge",
                design,
                most,
                false,
                "",
                (figures, device) -> figures.median(new Cell(device, Load.HOT, 64, design), Measurement::roundTrips)));
    }

    private static void flood(List<Bar> bars, String design) {
        bars.add(new Bar(
                Load.FLOOD,
                64,
                "p99 of the others, alone",
                design,
                3,
                false,
                "x",
                (figures, device) -> figures.ratio(
                        new Cell(device, Load.FLOOD, 64, design),
                        List.of(new Cell(device, Load.OTHERS, Load.OTHER_CALLERS, design)),
                        Measurement::p99Micros)));
    }

    @FunctionalInterface
    private interface Measure {
        OptionalDouble of(Figures figures, Device device);
    }

    private record Bar(
            Load load,
            int threads,
            String against,
            String design,
            double bound,
            boolean atLeast,
            String unit,
            Measure measure) {

        boolean holds(double reached) {
            return atLeast ? reached >= bound : reached <= bound;
        }

        String text() {
            if (bound == 0) {
                return "reported";
            }
            String number = bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
            return (atLeast ? "≥ " : "≤ ") + number + unit;
        }
    }
}
