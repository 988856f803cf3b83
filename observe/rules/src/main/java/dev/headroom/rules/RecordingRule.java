package dev.headroom.rules;

import java.util.Map;

/// Stores the value of an expression as series of its own. Labels are set as written, nothing is expanded in them; an
/// empty one removes the label.
public record RecordingRule(String name, String expr, Map<String, String> labels) implements Rule {

    public RecordingRule {
        labels = Map.copyOf(labels);
    }
}
