package dev.headroom.explain;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.autoscaler.Signal;
import dev.headroom.hpa.Alternative;
import dev.headroom.hpa.Reason;
import dev.headroom.hpa.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Decisions as the autoscaler makes them.
final class Decisions {

    private static final String QUERY = "histogram_quantile(0.95,\n  sum by (le) (rate(d_bucket[10s])))\n";

    private Decisions() {}

    static Input latency(String reading, double seconds, int wanted) {
        return new Input("s0-prometheus", "p95", QUERY, new Signal.Value(seconds, Duration.ofMillis(1200)), "350m",
                reading, Optional.of(wanted));
    }

    static Input noLatency(Signal signal) {
        return new Input("s0-prometheus", "p95", QUERY, signal, "350m", "<unknown>", Optional.empty());
    }

    static Input cpu(int percent, int wanted) {
        return new Input("cpu", "cpu", "", new Signal.Value(percent, Duration.ofMillis(400)), "80%", percent + "%",
                Optional.of(wanted));
    }

    static DecisionRecord record(
            Decision decision, List<Input> inputs, String constraint, Alternative... alternatives) {
        return new DecisionRecord(
                Instant.parse("2026-03-02T10:01:30.250Z"),
                "default/inference",
                decision,
                inputs,
                constraint.isEmpty() ? Optional.empty() : Optional.of(constraint),
                List.of(alternatives));
    }

    static DecisionRecord scaledUp() {
        return record(
                new Decision.Scale(3, 6, List.of(
                        new Reason(
                                "AboveTarget",
                                "p95 (s0-prometheus) 1400m against target 350m: 3 × 4.000 → 12 replicas"),
                        new Reason("ScaleUpLimit", "the desired replica count is increasing faster than the maximum"
                                + " scale rate: 6 instead of 12"))),
                List.of(latency("1400m", 1.4, 12), cpu(50, 3)),
                "ScaleUpLimit",
                new Alternative.Later(Instant.parse("2026-03-02T10:01:35.250Z"), 9, Optional.of("ScaleUpLimit")),
                new Alternative.Reading(
                        "s0-prometheus", Response.Kind.VALUE, false, 584, 5, Optional.empty()));
    }
}
