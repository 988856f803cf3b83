package dev.headroom.browser;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Runs a test class with the profile `browser` where Chromium is installed; skips it by name everywhere else.
final class NeedsChromium implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!"on".equals(System.getProperty("headroom.browser"))) {
            return ConditionEvaluationResult.disabled("needs chromium: run with -Pbrowser");
        }
        return Chromium.program().isPresent()
                ? ConditionEvaluationResult.enabled("chromium is installed")
                : ConditionEvaluationResult.disabled("needs chromium: apt-get install chromium");
    }
}
