package dev.headroom.workloads;

import java.time.Duration;
import java.util.Optional;

/// A probe of a container.
///
/// @param timeout how long one attempt may take
/// @param terminationGracePeriod replaces the pod's own when this probe ends the container
public record Probe(Handler handler, ProbeTiming timing, Duration timeout, Optional<Duration> terminationGracePeriod) {}
