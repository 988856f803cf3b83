package dev.headroom.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run with a beginning and an end that the page shows the progress of.
///
/// @param phases in order, without gaps
public record RunProgress(String title, Instant startedAt, Duration duration, List<Phase> phases) {

    public RunProgress {
        phases = List.copyOf(phases);
    }

    /// @param adaptationEnd until when an objective does not count, because replicas must start first
    public record Phase(String name, Instant start, Instant end, Optional<Instant> adaptationEnd) {}

    /// The progress of announced traffic that starts now.
    public static RunProgress of(String title, Instant startedAt, List<dev.headroom.arrivals.Phase> phases) {
        var shown = phases.stream()
                .map(phase -> new Phase(
                        phase.name(),
                        startedAt.plus(phase.start()),
                        startedAt.plus(phase.end()),
                        phase.rises() ? Optional.of(startedAt.plus(phase.adaptedAt())) : Optional.empty()))
                .toList();
        return new RunProgress(title, startedAt, phases.getLast().end(), shown);
    }

    Views.Run view(Instant now) {
        double elapsed = Math.clamp(seconds(Duration.between(startedAt, now)), 0, seconds(duration));
        return new Views.Run(
                title,
                startedAt,
                seconds(duration),
                phases.stream()
                        .map(phase -> new Views.Phase(
                                phase.name(),
                                phase.start(),
                                phase.end(),
                                phase.adaptationEnd().orElse(null)))
                        .toList(),
                elapsed);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
