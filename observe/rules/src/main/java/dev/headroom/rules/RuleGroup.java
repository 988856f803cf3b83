package dev.headroom.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rules that are evaluated one after the other, at one time.
///
/// @param file where it was read
/// @param interval time between evaluations; empty for the program's default
/// @param queryOffset how far in the past queries look; empty for none
/// @param limit series or alerts that one rule may give; 0 for no limit
/// @param labels set on what all rules give; already merged into the rules
public record RuleGroup(
        String name,
        String file,
        Optional<Duration> interval,
        Optional<Duration> queryOffset,
        int limit,
        Map<String, String> labels,
        List<Rule> rules) {

    public RuleGroup {
        labels = Map.copyOf(labels);
        rules = List.copyOf(rules);
    }
}
