package dev.headroom.operator;

import dev.headroom.keda.Sources;
import dev.headroom.kubernetes.EventRecorder;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.timeline.Timeline;
import java.util.random.RandomGenerator;

/// What the parts of an operator share.
///
/// @param api limited, and fenced for writes
/// @param sources what the triggers ask
record Around(
        KubernetesApi api,
        Timeline timeline,
        ClusterCache cache,
        LiveCluster cluster,
        Kinds kinds,
        Sources sources,
        EventRecorder events,
        RandomGenerator random) {}
