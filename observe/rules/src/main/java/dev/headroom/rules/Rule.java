package dev.headroom.rules;

/// One rule of a group, as defined; how it fares is told by [RuleStatus].
public sealed interface Rule permits RecordingRule, AlertingRule {

    /// The metric that is recorded, or the name of the alert.
    String name();

    /// The PromQL expression.
    String expr();
}
