package dev.headroom.autoscaler;

import dev.headroom.hpa.Condition;
import dev.headroom.hpa.HpaMemory.HpaStatus;
import dev.headroom.hpa.MetricText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An autoscaler as `kubectl get hpa` and `kubectl describe hpa` show it.
///
/// @param reference of the target: `Deployment/inference`
/// @param readings one entry per metric in the order of `spec.metrics`: `412m/350m`, `7/10 (avg)`, `cpu: 63%/80%`
/// @param currentReplicas before the last decision
/// @param hpa the object's own status
/// @param lastActiveTime when a trigger was last active
public record Status(
        String namespace,
        String name,
        String reference,
        List<String> readings,
        int minReplicas,
        int maxReplicas,
        int currentReplicas,
        HpaStatus hpa,
        Optional<Instant> lastActiveTime) {

    /// How many metrics the TARGETS column shows before it only counts them.
    private static final int SHOWN = 2;

    public Status {
        readings = List.copyOf(readings);
    }

    static Status of(Autoscaler autoscaler, DecisionRecord record, Memory memory) {
        var metrics = autoscaler.hpa().metrics();
        var statuses = memory.hpa().status().currentMetrics();
        var readings = new ArrayList<String>();
        for (int i = 0; i < metrics.size(); i++) {
            var reading = i < statuses.size() ? MetricText.reading(statuses.get(i)) : MetricText.UNKNOWN;
            readings.add(MetricText.column(metrics.get(i), reading));
        }
        var target = autoscaler.target();
        int current = switch (record.decision()) {
            case Decision.Scale scale -> scale.current();
            case Decision.Hold hold -> hold.current();
            case Decision.Abstain _ -> memory.hpa().status().currentReplicas();
        };
        return new Status(
                autoscaler.namespace(),
                autoscaler.name(),
                target.kind() + "/" + target.name(),
                readings,
                autoscaler.minReplicas(),
                autoscaler.maxReplicas(),
                current,
                memory.hpa().status(),
                memory.lastActiveTime());
    }

    /// The TARGETS column.
    public String targets() {
        if (readings.size() <= SHOWN) {
            return readings.isEmpty() ? "<none>" : String.join(", ", readings);
        }
        return String.join(", ", readings.subList(0, SHOWN)) + " + " + (readings.size() - SHOWN) + " more...";
    }

    public List<Condition> conditions() {
        return hpa.conditions();
    }
}
