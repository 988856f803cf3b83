package dev.headroom.server;

import dev.headroom.rules.AlertState;
import dev.headroom.rules.RuleEvaluator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `/api/headroom/v1` shows, as records whose components are the fields of its JSON. Decisions are written by
/// [dev.headroom.explain.DecisionJson].
public final class Views {

    private Views() {}

    /// The alerts that are pending or fire.
    static List<Alert> alerts(RuleEvaluator rules) {
        return rules.alerts().stream()
                .filter(alert -> alert.phase() != AlertState.Phase.INACTIVE)
                .map(alert -> new Alert(
                        alert.labels().value("alertname"),
                        alert.phase().word(),
                        alert.labels().asMap(),
                        alert.annotations()
                                .getOrDefault("summary", alert.annotations().getOrDefault("description", "")),
                        alert.activeAt()))
                .toList();
    }

    /// `/status`, and the event `status` of the stream.
    ///
    /// @param troubles what is broken, one line each, with the hop that broke
    record Status(
            Instant time,
            Server server,
            List<Autoscaler> autoscalers,
            List<Pod> pods,
            List<Service> services,
            List<Alert> alerts,
            List<String> troubles,
            @Nullable Run run) {}

    /// @param enforcement what keeps pods within their limits
    record Server(String version, Instant startedAt, String scrapeInterval, String enforcement) {}

    /// @param currentReplicas that exist, those that start or end included
    /// @param desiredReplicas what the scale target was asked for
    public record Autoscaler(
            String name,
            String namespace,
            String kind,
            String reference,
            int minReplicas,
            int maxReplicas,
            int currentReplicas,
            int desiredReplicas,
            int readyReplicas,
            List<Metric> metrics,
            List<Condition> conditions) {}

    /// @param state the kind of the signal: `Value`, `Partial`, `Stale`, `Absent`, `NotANumber`, `Failed`
    public record Metric(
            String metric,
            String trigger,
            String query,
            String target,
            String reading,
            String state,
            String detail,
            @Nullable Double ageSeconds) {}

    public record Condition(String type, String status, String reason, String message) {}

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

    public record Alert(String name, String state, Map<String, String> labels, String summary, Instant activeAt) {}

    /// One chart.
    ///
    /// @param unit `seconds`, `count`, `cores`, `rps` or `percent`
    record Panel(
            String id,
            String title,
            String unit,
            @Nullable Double target,
            @Nullable String targetLabel,
            List<PanelSeries> series) {}

    /// @param step whether the line keeps each value until the next
    record PanelSeries(String name, String query, boolean step) {}

    /// A run with a beginning and an end, such as the demo's.
    record Run(String title, Instant startedAt, double durationSeconds, List<Phase> phases, double elapsedSeconds) {}

    /// @param adaptationEnd until when an objective does not count; null when it counts from the start
    record Phase(String name, Instant start, Instant end, @Nullable Instant adaptationEnd) {}
}
