package dev.headroom.keda;

import java.util.Map;
import java.util.Optional;

/// What the operator remembers of one ScaledObject, and what it wrote of it into the cluster.
///
/// @param status as stored
/// @param seen the status that the scale loop read last and has worked on since
/// @param scalers the built triggers; empty before the first need and after any error
/// @param records the answers of the last poll for triggers with `useCachedMetrics`, by metric
/// @param served what the autoscaler was last given, by metric
/// @param generation of the object that the scale loop runs for; empty when it does not run
/// @param hpas the autoscalers of the namespace by name
public record OperatorState(
        ScaledObjectStatus status,
        ScaledObjectStatus seen,
        Optional<ScalersCache> scalers,
        Map<String, MetricRecord> records,
        Map<String, Found> served,
        Optional<Long> generation,
        Map<String, StoredHpa> hpas) {

    public OperatorState {
        records = Map.copyOf(records);
        served = Map.copyOf(served);
        hpas = Map.copyOf(hpas);
    }

    /// The same without old copies of the status: whatever comes next works on what is stored.
    public OperatorState fresh() {
        return new OperatorState(
                status,
                status,
                scalers.map(each -> each.copy().isPresent() ? each.with(status) : each),
                records,
                served,
                generation,
                hpas);
    }

    /// Whether metrics requests for a trigger with `useCachedMetrics` are answered from the last poll.
    public boolean isRecorded(String metric) {
        return records.containsKey(metric);
    }

    /// Whether a poll may look at what the autoscaler was last given.
    public boolean isServed(String metric) {
        return served.containsKey(metric);
    }

    /// Whether a trigger was active, or activation forced, at the last poll.
    public boolean isActive() {
        return status.conditions().status(Conditions.ACTIVE).equals(Conditions.TRUE);
    }

    /// The same beside other autoscalers of the namespace.
    public OperatorState among(Map<String, StoredHpa> others) {
        return new OperatorState(status, seen, scalers, records, served, generation, others);
    }

    /// After a restart: what is stored with the object is all that is left.
    public static OperatorState restored(ScaledObjectStatus stored, Map<String, StoredHpa> hpas) {
        return new OperatorState(
                stored, stored, Optional.empty(), Map.of(), Map.of(), Optional.empty(), hpas);
    }

    OperatorState with(ScaledObjectStatus written) {
        return new OperatorState(written, seen, scalers, records, served, generation, hpas);
    }

    /// Before anything was seen of the object.
    public static OperatorState start(Map<String, StoredHpa> hpas) {
        return new OperatorState(
                ScaledObjectStatus.NONE,
                ScaledObjectStatus.NONE,
                Optional.empty(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                hpas);
    }
}
