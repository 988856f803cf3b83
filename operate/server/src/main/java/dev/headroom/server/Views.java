package dev.headroom.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `/api/headroom/v1` shows, as records whose components are the fields of its JSON.
final class Views {

    private Views() {}

    record Autoscaler(
            String name,
            String namespace,
            String kind,
            String reference,
            int minReplicas,
            int maxReplicas,
            int currentReplicas,
            @Nullable Integer desiredReplicas,
            int readyReplicas,
            List<Metric> metrics,
            List<Condition> conditions) {}

    /// @param state the kind of the signal: `Value`, `Stale`, `Absent`, `NotANumber`, `Failed`
    record Metric(
            String metric,
            String query,
            String target,
            String reading,
            String state,
            String detail,
            @Nullable Double ageSeconds) {}

    record Condition(String type, String status, String reason, String message) {}

    record Pod(
            String name,
            String phase,
            boolean ready,
            int restarts,
            String address,
            @Nullable Long cpuMilli,
            @Nullable Long memoryBytes,
            String age) {}

    record Service(String name, String namespace, List<String> addresses, int readyPods) {}

    record Alert(String name, String state, Map<String, String> labels, String summary, Instant activeAt) {}

    record Panel(
            String id,
            String title,
            String unit,
            @Nullable Double target,
            @Nullable String targetLabel,
            List<PanelSeries> series) {}

    record PanelSeries(String name, String query, boolean step) {}

    /// A run with a beginning and an end, such as the demo's.
    record Run(String title, Instant startedAt, double durationSeconds, List<Phase> phases, double elapsedSeconds) {}

    record Phase(String name, Instant start, Instant end) {}
}
