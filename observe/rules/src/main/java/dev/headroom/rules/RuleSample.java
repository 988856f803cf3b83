package dev.headroom.rules;

import dev.headroom.model.Labels;

/// A sample that a rule gives, at the time of its query.
record RuleSample(Labels labels, double value) {}
