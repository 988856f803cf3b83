package dev.headroom.cli;

import dev.headroom.loadgen.Latencies;
import dev.headroom.loadgen.LoadSecond;
import dev.headroom.loadgen.LoadSnapshot;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The result of a load test as JSON: times are seconds, what was not measured is null.
final class LoadJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private LoadJson() {}

    static ObjectNode of(LoadSnapshot end, List<LoadSecond> seconds) {
        var counts = end.counts();
        var lateness = end.measured().lateness();
        var root = JSON.objectNode();
        root.put("startedAt", end.startedAt().toString());
        root.put("durationSeconds", end.state().elapsed().toNanos() / 1e9);
        root.put("arrivals", counts.arrivals());
        root.put("sent", counts.sent());
        root.put("completed", counts.completed());
        root.put("failed", counts.failed());
        root.put("errorRate", counts.errorRate());
        var outcomes = root.putObject("outcomes");
        counts.outcomes().forEach((outcome, count) -> outcomes.put(outcome.label(), count));
        var statuses = root.putObject("statuses");
        counts.statuses().forEach((status, count) -> statuses.put(status.toString(), count));
        root.set("latencySeconds", latencies(end.measured().total()));
        root.putObject("lateness")
                .put("late", lateness.late())
                .put("toleranceSeconds", lateness.tolerance().toNanos() / 1e9)
                .put("worstSeconds", lateness.worst().toNanos() / 1e9)
                .put("waitedForConnection", lateness.waited());
        var rows = root.putArray("seconds");
        for (var second : seconds) {
            var row = rows.addObject()
                    .put("time", second.time().toString())
                    .put("arrivals", second.arrivals())
                    .put("completions", second.completions())
                    .put("failures", second.failures());
            number(row, "p50", second.p50());
            number(row, "p95", second.p95());
            number(row, "p99", second.p99());
            row.put("inFlight", second.inFlight()).put("users", second.users());
        }
        var failures = root.putArray("failures");
        for (var failure : end.failures()) {
            failures.addObject()
                    .put("due", failure.due().toString())
                    .put("ended", failure.ended().toString())
                    .put("outcome", failure.outcome().label())
                    .put("request", failure.request())
                    .put("detail", failure.detail());
        }
        return root;
    }

    private static ObjectNode latencies(Latencies latencies) {
        var node = JSON.objectNode();
        node.put("count", latencies.count());
        number(node, "mean", latencies.mean());
        number(node, "p50", latencies.p50());
        number(node, "p95", latencies.p95());
        number(node, "p99", latencies.p99());
        number(node, "max", latencies.max());
        return node;
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isNaN(value)) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }
}
