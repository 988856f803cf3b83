package dev.headroom.verdicts;

import dev.headroom.autoscaler.DecisionRecord;

/// A decision with its number, the one under which the HTTP API has it.
public record RunDecision(long id, DecisionRecord record) {}
