package dev.headroom.loadgen;

import java.util.List;

/// What a load test sends, when, and within which limits: a value that says everything a run needs.
///
/// @param mix at least one request; each next one is drawn by weight
/// @param seed of the draws of requests and think times
public record LoadPlan(List<LoadRequest> mix, Traffic traffic, LoadLimits limits, long seed) {

    public LoadPlan {
        mix = List.copyOf(mix);
        if (mix.isEmpty()) {
            throw new LoadException("mix: expected at least one request, got none");
        }
        traffic.requireWithin(limits);
    }

    /// One kind of request within the default limits.
    public static LoadPlan of(LoadRequest request, Traffic traffic) {
        return new LoadPlan(List.of(request), traffic, LoadLimits.DEFAULT, 0);
    }
}
