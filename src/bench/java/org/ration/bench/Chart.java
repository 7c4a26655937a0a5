// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** A chart of rates at 64 threads, as SVG: a panel per load and device, a bar per design. */
final class Chart {

    private static final List<Load> LOADS = List.of(Load.HOT, Load.SPREAD);
    private static final int THREADS = 64;
    private static final int PANEL_WIDTH = 520;
    private static final int LABEL = 190;
    private static final int NUMBER = 80;
    private static final int ROW = 22;
    private static final int HEAD = 40;

    private final Figures figures;
    private final Collection<Device> devices;

    Chart(Figures figures, Collection<Device> devices) {
        this.figures = figures;
        this.devices = devices;
    }

    String svg() {
        StringBuilder panels = new StringBuilder();
        int height = 0;
        int column = 0;
        for (Load load : LOADS) {
            int top = 0;
            for (Device device : devices) {
                List<Bar> bars = bars(device, load);
                panels.append("<g transform=\"translate(%d %d)\">%n".formatted(column * PANEL_WIDTH, top))
                        .append(panel(load + ": " + load.text() + ", " + THREADS + " threads, " + device.text(), bars))
                        .append("</g>\n");
                top += HEAD + bars.size() * ROW + ROW;
            }
            height = Math.max(height, top);
            column++;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <title>Durable, exact charges per second</title>
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                %s</svg>
                """
                .formatted(LOADS.size() * PANEL_WIDTH, height, panels);
    }

    private List<Bar> bars(Device device, Load load) {
        List<Bar> bars = new ArrayList<>();
        figures.all().stream()
                .map(Measurement::cell)
                .filter(cell -> cell.device() == device && cell.load() == load && cell.threads() == THREADS)
                .distinct()
                .forEach(cell -> bars.add(new Bar(
                        cell.design(),
                        figures.median(cell, Measurement::perSecond).orElse(0))));
        bars.sort((one, other) -> Double.compare(other.rate, one.rate));
        return bars;
    }

    private static String panel(String title, List<Bar> bars) {
        StringBuilder text = new StringBuilder(
                "<text x=\"12\" y=\"24\" font-weight=\"bold\" fill=\"#222\">%s</text>%n".formatted(title));
        double most = bars.stream().mapToDouble(Bar::rate).max().orElse(1);
        int y = HEAD;
        for (Bar bar : bars) {
            int width = (int) Math.max(1, bar.rate / most * (PANEL_WIDTH - LABEL - NUMBER));
            text.append(String.format(
                    Locale.ROOT,
                    """
                    <text x="%d" y="%d" text-anchor="end" fill="#222">%s</text>
                    <rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>
                    <text x="%d" y="%d" fill="#222">%,.0f/s</text>
                    """,
                    LABEL - 8,
                    y + 14,
                    bar.design,
                    LABEL,
                    y + 2,
                    width,
                    ROW - 6,
                    bar.design.startsWith("Ration") ? "#1f6feb" : "#9aa4b2",
                    LABEL + width + 6,
                    y + 14,
                    bar.rate));
            y += ROW;
        }
        return text.toString();
    }

    private record Bar(String design, double rate) {}
}
