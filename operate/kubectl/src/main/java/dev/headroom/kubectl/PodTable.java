package dev.headroom.kubectl;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// `kubectl get pods`.
public final class PodTable {

    private static final String NONE = "<none>";

    private PodTable() {}

    /// @param objects Pods of `v1`
    public static Table of(List<JsonNode> objects, Instant now) {
        return new Table(
                "pod",
                Stream.concat(
                                Table.Column.named("Name", "Ready", "Status", "Restarts", "Age").stream(),
                                Table.Column.wide("IP", "Node", "Nominated Node", "Readiness Gates").stream())
                        .toList(),
                objects.stream().map(object -> row(object, now)).toList());
    }

    private static Table.Row row(JsonNode pod, Instant now) {
        var metadata = pod.path("metadata");
        var summary = PodSummary.of(pod);
        return new Table.Row(
                metadata,
                List.of(
                        metadata.path("name").asString(""),
                        summary.ready() + "/" + summary.containers(),
                        summary.status(),
                        restarts(summary, now),
                        Age.of(metadata.path("creationTimestamp"), now),
                        orNone(pod.path("status").path("podIPs").path(0).path("ip")),
                        orNone(pod.path("spec").path("nodeName")),
                        orNone(pod.path("status").path("nominatedNodeName")),
                        readinessGates(pod)));
    }

    private static String restarts(PodSummary summary, Instant now) {
        var count = Long.toString(summary.restarts());
        return summary.restarts() == 0 || summary.lastRestart().isEmpty()
                ? count
                : count + " (" + Age.of(summary.lastRestart(), now) + " ago)";
    }

    private static String orNone(JsonNode text) {
        return text.asString("").isEmpty() ? NONE : text.asString("");
    }

    private static String readinessGates(JsonNode pod) {
        var gates = pod.path("spec").path("readinessGates");
        if (gates.isEmpty()) {
            return NONE;
        }
        long open = gates.valueStream()
                .filter(gate -> PodSummary.isTrue(pod, gate.path("conditionType").asString("")))
                .count();
        return open + "/" + gates.size();
    }
}
