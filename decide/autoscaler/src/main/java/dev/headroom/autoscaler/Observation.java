package dev.headroom.autoscaler;

import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// All that a decision may know of the world at one instant.
///
/// @param pods those of the target's namespace; the selector of `scale` picks the target's own
/// @param usage the newest reading of each replica
/// @param signals the answers to [Autoscaler#queries] of kind `NUMBER`, by metric; one that is not there is absent
/// @param podSignals the answers of kind `PER_POD`, by metric and pod
public record Observation(
        Instant now,
        ScaleTarget.Scale scale,
        List<Pod> pods,
        List<ScaleTarget.Usage> usage,
        Map<String, Signal> signals,
        Map<String, Map<String, Signal>> podSignals) {

    public Observation {
        pods = List.copyOf(pods);
        usage = List.copyOf(usage);
        signals = Map.copyOf(signals);
        podSignals = Map.copyOf(podSignals);
    }

    /// Without metrics per pod.
    public Observation(
            Instant now,
            ScaleTarget.Scale scale,
            List<Pod> pods,
            List<ScaleTarget.Usage> usage,
            Map<String, Signal> signals) {
        this(now, scale, pods, usage, signals, Map.of());
    }

    Signal signal(String metric) {
        var signal = signals.get(metric);
        return signal == null ? new Signal.Absent("nobody asked for it") : signal;
    }
}
