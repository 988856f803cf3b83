package dev.headroom.autoscaler;

import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.triggers.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// All that a decision may know of the world at one instant.
///
/// @param pods those of the target's namespace; the selector of `scale` picks the target's own
/// @param usage the newest reading of each replica
/// @param signals the answers to [Autoscaler#queries] of kind `NUMBER`, by metric; one that is not there is absent
/// @param podSignals the answers of kind `PER_POD`, by metric and pod
/// @param served what an adapter answered, by metric; where one is not there, the signals are all that is known
/// @param readings what the sources of triggers said in their own terms, by metric; where one is not there, it is what
///     the signal says
public record Observation(
        Instant now,
        ScaleTarget.Scale scale,
        List<Pod> pods,
        List<ScaleTarget.Usage> usage,
        Map<String, Signal> signals,
        Map<String, Map<String, Signal>> podSignals,
        Map<String, Reading> readings,
        Map<String, Served> served) {

    public Observation {
        pods = List.copyOf(pods);
        usage = List.copyOf(usage);
        signals = Map.copyOf(signals);
        podSignals = Map.copyOf(podSignals);
        readings = Map.copyOf(readings);
        served = Map.copyOf(served);
    }

    /// Without sources that have terms of their own.
    public Observation(
            Instant now,
            ScaleTarget.Scale scale,
            List<Pod> pods,
            List<ScaleTarget.Usage> usage,
            Map<String, Signal> signals,
            Map<String, Map<String, Signal>> podSignals) {
        this(now, scale, pods, usage, signals, podSignals, Map.of(), Map.of());
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

    /// What the source of a trigger said.
    Reading reading(String metric) {
        var reading = readings.get(metric);
        return reading == null ? reading(signal(metric)) : reading;
    }

    private static Reading reading(Signal signal) {
        return switch (signal) {
            case Signal.Value value when Double.isFinite(value.value()) -> new Reading.Number(value.value());
            case Signal.Partial partial -> new Reading.Number(partial.value());
            case Signal.Value value -> new Reading.NotANumber(value.value());
            case Signal.Absent absent -> new Reading.Empty(absent.why());
            case Signal.NotANumber number -> new Reading.NotANumber(parsed(number.value()));
            case Signal.Stale _, Signal.Failed _ -> new Reading.Failed(SignalText.why(signal));
        };
    }

    private static double parsed(String value) {
        return switch (value) {
            case "Infinity", "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Infinity", "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
    }
}
