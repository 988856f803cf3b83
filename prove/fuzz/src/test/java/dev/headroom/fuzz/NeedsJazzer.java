package dev.headroom.fuzz;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Runs a test class with the profile `fuzz`, which fetches Jazzer; skips it by name everywhere else.
final class NeedsJazzer implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return "on".equals(System.getProperty("headroom.fuzz"))
                ? ConditionEvaluationResult.enabled("jazzer is there")
                : ConditionEvaluationResult.disabled("needs jazzer: run with -Pfuzz");
    }
}
