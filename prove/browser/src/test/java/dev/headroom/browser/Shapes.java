package dev.headroom.browser;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON of `/api/headroom/v1` as the page expects it; the components are the fields.
final class Shapes {

    private Shapes() {}

    record Status(
            String time,
            Server server,
            List<Autoscaler> autoscalers,
            List<Pod> pods,
            List<Service> services,
            List<Alert> alerts,
            List<String> troubles,
            @Nullable Run run) {}

    record Server(String version, String startedAt, String scrapeInterval, String enforcement) {}

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
            List<Condition> conditions) {

        Autoscaler named(String other) {
            return new Autoscaler(other, namespace, kind, reference, minReplicas, maxReplicas, currentReplicas,
                    desiredReplicas, readyReplicas, metrics, conditions);
        }
    }

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

    record Alert(String name, String state, Map<String, String> labels, String summary, String activeAt) {}

    record Run(String title, String startedAt, double durationSeconds, List<Phase> phases, double elapsedSeconds) {}

    record Phase(String name, String start, String end, @Nullable String adaptationEnd) {}

    record Panel(
            String id,
            String title,
            String unit,
            @Nullable Double target,
            @Nullable String targetLabel,
            List<Series> series) {}

    record Series(String name, String query, boolean step) {}

    /// What would have to change for another result; the page shows the text only.
    record Alternative(String kind, String text) {}

    record Decision(
            long id,
            String time,
            String autoscaler,
            String verdict,
            @Nullable Integer current,
            @Nullable Integer desired,
            @Nullable String constraint,
            String summary,
            List<Reason> reasons,
            List<Input> inputs,
            List<Alternative> alternatives) {}

    record Reason(String code, String text) {}

    record Input(
            String metric,
            String trigger,
            String query,
            String state,
            @Nullable Double value,
            @Nullable Double ageSeconds,
            String detail,
            String target,
            String reading,
            @Nullable Integer proposal) {}

    record Event(long id, String time, String kind, String object, String reason, String message) {}

    /// A row of a range query.
    record Row(Map<String, String> metric, List<List<Object>> values) {}
}
