package dev.headroom.rules;

import java.time.Duration;
import java.util.Map;

/// Raises an alert for each series that an expression gives.
///
/// @param hold how long a series must be there before its alert fires (`for`)
/// @param keepFiringFor how long an alert goes on firing after its series is gone
/// @param labels templates; the group's labels are among them, the rule's own win
/// @param annotations templates
public record AlertingRule(
        String name,
        String expr,
        Duration hold,
        Duration keepFiringFor,
        Map<String, String> labels,
        Map<String, String> annotations)
        implements Rule {

    public AlertingRule {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /// The same rule with another `for`.
    public AlertingRule holding(Duration newHold) {
        return new AlertingRule(name, expr, newHold, keepFiringFor, labels, annotations);
    }
}
