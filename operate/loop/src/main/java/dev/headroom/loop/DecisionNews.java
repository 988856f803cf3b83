package dev.headroom.loop;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.explain.DecisionText;
import dev.headroom.explain.DividedReadings;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a decision says that the one before did not: other replicas, a metric that has lost its number or has it again,
/// or one whose number is divided and must not be. The controllers' own events come beside it, in their words.
final class DecisionNews {

    static final String REASON = "Decided";

    private Set<String> troubled = Set.of();
    private Set<String> divided = Set.of();

    /// @param warning whether a metric has no number, lacks a part of its data, or does not mean what its target does
    record News(boolean warning, String message) {}

    Optional<News> of(DecisionRecord record) {
        var now = record.inputs().stream()
                .filter(input -> DecisionText.trouble(input).isPresent())
                .map(DecisionRecord.Input::trigger)
                .collect(Collectors.toSet());
        var misread = DividedReadings.of(record);
        var named = misread.stream().map(reason -> reason.text().split(":", 2)[0]).collect(Collectors.toSet());
        boolean same = now.equals(troubled)
                && divided.containsAll(named)
                && !(record.decision() instanceof Decision.Scale);
        troubled = now;
        // One replica divides nothing; that is no news when there are more again.
        divided = Stream.concat(divided.stream(), named.stream()).collect(Collectors.toSet());
        var beware = misread.stream().map(reason -> "; " + reason.text()).collect(Collectors.joining());
        return same
                ? Optional.empty()
                : Optional.of(new News(
                        !now.isEmpty() || !misread.isEmpty(), DecisionText.summary(record) + beware));
    }
}
