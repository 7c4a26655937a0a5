// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ration.testing.VirtualThreads;

/** What to run, from system properties that begin with {@code bench.}; empty means the default. */
final class Options {

    /** A part of the benchmark. */
    enum Part {
        /** The designs side by side. */
        DESIGNS,
        /** The same on Payara Micro. */
        PAYARA,
        /** Many accounts, several nodes, the end of a month. */
        SCALE,
        /** The interceptor in memory. */
        JMH,
        /** Events, metrics and spans in memory. */
        SIGNALS
    }

    private final boolean quick = Boolean.parseBoolean(text("quick", "false"));

    boolean quick() {
        return quick;
    }

    Set<Part> parts() {
        return set("parts", quick ? "designs" : "designs,payara,scale,jmh", name -> Part.valueOf(name.toUpperCase()));
    }

    Set<Device> devices() {
        return set("devices", quick ? "flush" : "disk,flush", name -> Device.valueOf(name.toUpperCase()));
    }

    Set<Load> loads() {
        return set(
                "loads",
                quick
                        ? "hot,hot_async,spread"
                        : "hot,hot_async,spread,spread_async,with_id,hold,refused,first,pair,others,flood",
                name -> Load.valueOf(name.toUpperCase()));
    }

    Set<Integer> threads() {
        return set("threads", quick ? "64" : "64,8,1", Integer::valueOf);
    }

    /** The designs whose names contain one of the texts wanted. */
    Set<String> designs(Collection<String> names) {
        List<String> wanted = List.of(text("designs", "").split(","));
        return names.stream()
                .filter(name -> wanted.stream().anyMatch(name::contains))
                .collect(Collectors.toSet());
    }

    /** Makes the callers: on a JDK that has virtual threads, of that kind if it is wanted. */
    ThreadFactory callers() {
        return Boolean.parseBoolean(text("virtual", "false")) ? VirtualThreads.factory() : Thread::new;
    }

    int repetitions() {
        return Integer.parseInt(text("repetitions", quick ? "1" : "3"));
    }

    long millis() {
        return Math.round(1000 * Double.parseDouble(text("seconds", "1.3")));
    }

    long warmUpMillis() {
        return Math.round(1000 * Double.parseDouble(text("warmup", quick ? "2" : "0.6")));
    }

    /** How long each design runs under either load before all cells. */
    long compileMillis() {
        return Math.round(1000 * Double.parseDouble(text("compile", quick ? "1" : "3")));
    }

    /** The folder for scratch data and raw figures. */
    Path target() {
        return Path.of(text("target", "target"));
    }

    /** Where the report goes: to {@code docs} only if it is whole. */
    boolean whole() {
        return !quick
                && List.of("parts", "devices", "loads", "threads", "designs", "repetitions").stream()
                        .allMatch(name -> text(name, "").isEmpty());
    }

    private static <T> Set<T> set(String name, String otherwise, Function<String, T> parse) {
        return Arrays.stream(text(name, otherwise).split(","))
                .map(String::strip)
                .map(parse)
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    private static String text(String name, String otherwise) {
        String value = System.getProperty("bench." + name, "");
        return value.isEmpty() ? otherwise : value;
    }
}
