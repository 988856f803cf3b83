package dev.headroom.operator;

import dev.headroom.keda.Sources;
import dev.headroom.kubernetes.EventRecorder;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.timeline.Timeline;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What the parts of an operator share.
///
/// @param api limited, and fenced for writes
/// @param sources what the triggers ask
/// @param serverTime the clock of the API server
record Around(
        KubernetesApi api,
        Timeline timeline,
        ClusterCache cache,
        LiveCluster cluster,
        Kinds kinds,
        Sources sources,
        EventRecorder events,
        RandomGenerator random,
        InstantSource serverTime) {}
