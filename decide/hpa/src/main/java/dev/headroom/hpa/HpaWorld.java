package dev.headroom.hpa;

import dev.headroom.model.LabelSelector;
import java.time.Instant;
import java.util.List;

/// All that the HorizontalPodAutoscaler can ask at one instant: the scale, the pods, and the three metrics APIs.
///
/// @param pods those of the target's namespace; the selector of `scale` picks the target's own
/// @param neighbours the other autoscalers of the namespace: two may not scale the same pods
public record HpaWorld(
        Instant now, ScaleTarget.Scale scale, List<Pod> pods, Readings readings, List<Neighbour> neighbours) {

    public HpaWorld {
        pods = List.copyOf(pods);
        neighbours = List.copyOf(neighbours);
    }

    public HpaWorld(Instant now, ScaleTarget.Scale scale, List<Pod> pods, Readings readings) {
        this(now, scale, pods, readings, List.of());
    }

    /// @param key `namespace/name`
    public record Neighbour(String key, LabelSelector selector) {}
}
