package dev.headroom.loadgen;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a load test sends, when, and within which limits: a value that says everything a run needs.
///
/// @param mix at least one request; each next one is drawn by weight
/// @param seed of the draws of requests and think times
/// @param objective answers that take longer are counted as slow, second by second
public record LoadPlan(
        List<LoadRequest> mix, Traffic traffic, LoadLimits limits, long seed, Optional<Duration> objective) {

    public LoadPlan {
        mix = List.copyOf(mix);
        if (mix.isEmpty()) {
            throw new LoadException("mix: expected at least one request, got none");
        }
        traffic.requireWithin(limits);
    }

    public LoadPlan(List<LoadRequest> mix, Traffic traffic, LoadLimits limits, long seed) {
        this(mix, traffic, limits, seed, Optional.empty());
    }

    public LoadPlan withObjective(Duration objective) {
        return new LoadPlan(mix, traffic, limits, seed, Optional.of(objective));
    }

    /// One kind of request within the default limits.
    public static LoadPlan of(LoadRequest request, Traffic traffic) {
        return new LoadPlan(List.of(request), traffic, LoadLimits.DEFAULT, 0);
    }
}
