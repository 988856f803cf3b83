package dev.headroom.loop;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.explain.DecisionText;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a decision says that the one before did not: other replicas, or a metric that has lost its number or has it
/// again. The controllers' own events come beside it, in their words.
final class DecisionNews {

    static final String REASON = "Decided";

    private Set<String> troubled = Set.of();

    /// @param warning whether a metric has no number, or lacks a part of its data
    record News(boolean warning, String message) {}

    Optional<News> of(DecisionRecord record) {
        var now = record.inputs().stream()
                .filter(input -> DecisionText.trouble(input).isPresent())
                .map(DecisionRecord.Input::trigger)
                .collect(Collectors.toSet());
        boolean same = now.equals(troubled) && !(record.decision() instanceof Decision.Scale);
        troubled = now;
        return same ? Optional.empty() : Optional.of(new News(!now.isEmpty(), DecisionText.summary(record)));
    }
}
