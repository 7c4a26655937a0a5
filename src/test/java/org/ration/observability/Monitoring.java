// SPDX-License-Identifier: Apache-2.0
package org.ration.observability;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ration.Pages;

/** The expressions of the dashboard and of the alert rules: which metrics they read, and which labels of each. */
public final class Monitoring {

    private static final Path DASHBOARD = Path.of("docs/monitoring/ration-dashboard.json");
    private static final Path RULES = Path.of("docs/monitoring/ration-rules.yml");

    private static final Pattern RULE = Pattern.compile("^ +expr: (\\|\\n(?: {10}.*\\n)+|.*\\n)", Pattern.MULTILINE);
    private static final Pattern METRIC = Pattern.compile("(ration_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"");
    private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\) \\((?:rate\\()?(ration_\\w+)");

    private Monitoring() {}

    /** The expressions of both files. */
    public static Set<String> expressions() {
        return Stream.concat(ofDashboard(), ofRules()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> ofDashboard() {
        JsonObject dashboard = dashboard();
        Stream<String> variables = dashboard.getJsonObject("templating").getJsonArray("list").stream()
                .map(JsonValue::asJsonObject)
                .map(variable -> variable.getString("query"))
                .filter(query -> query.contains("ration_"));
        return Stream.concat(variables, panels(dashboard));
    }

    private static Stream<String> panels(JsonObject dashboard) {
        return dashboard.getJsonArray("panels").stream()
                .flatMap(panel -> panel.asJsonObject().getJsonArray("targets").stream())
                .map(target -> (JsonString) target.asJsonObject().get("expr"))
                .map(JsonString::getString);
    }

    /** The expressions of the panels, with what Grafana puts in the place of variables. */
    public static Stream<String> queries() {
        return panels(dashboard())
                .map(panel -> panel.replace("$application", ".*").replace("$__rate_interval", "1m"));
    }

    private static JsonObject dashboard() {
        return Json.createReader(new StringReader(Pages.read(DASHBOARD))).readObject();
    }

    private static Stream<String> ofRules() {
        return RULE.matcher(Pages.read(RULES)).results().map((MatchResult rule) -> rule.group(1));
    }

    /** The metrics of expressions with the labels that they read. */
    public static Map<String, Set<String>> labels(Set<String> expressions) {
        Map<String, Set<String>> labels = new TreeMap<>();
        for (String expression : expressions) {
            for (Matcher metric = METRIC.matcher(expression); metric.find(); ) {
                Set<String> ofMetric = labels.computeIfAbsent(metric.group(1), name -> new TreeSet<>());
                if (metric.group(2) != null) {
                    MATCHER.matcher(metric.group(2)).results().forEach(matcher -> ofMetric.add(matcher.group(1)));
                }
            }
            for (Matcher by = BY.matcher(expression); by.find(); ) {
                labels.get(by.group(2)).addAll(Arrays.asList(by.group(1).split(", ")));
            }
        }
        return labels;
    }
}
