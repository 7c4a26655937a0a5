// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.ration.testing.Jdk;

/** Skips servers that {@code -Dservers} does not name, and those whose JDK is not on this machine. */
final class ChosenServers implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Optional.ofNullable(context.getRequiredTestClass().getAnnotation(RunsOn.class))
                .map(ChosenServers::evaluate)
                .orElse(ConditionEvaluationResult.enabled("part of a server's tests"));
    }

    private static ConditionEvaluationResult evaluate(RunsOn server) {
        List<String> chosen = List.of(System.getProperty("servers", "").split(","));
        if (!chosen.equals(List.of("")) && !chosen.contains(server.value())) {
            return ConditionEvaluationResult.disabled(server.value() + " is not among -Dservers=" + chosen);
        }
        if (server.jdk() != 0 && Jdk.ofVersion(server.jdk()).isEmpty()) {
            String reason = server.value() + " needs a JDK " + server.jdk() + ": none is installed beside this one, and"
                    + " -Djava" + server.jdk() + ".home names none";
            System.getLogger(ChosenServers.class.getName()).log(System.Logger.Level.WARNING, reason);
            return ConditionEvaluationResult.disabled(reason);
        }
        return ConditionEvaluationResult.enabled("chosen");
    }
}
