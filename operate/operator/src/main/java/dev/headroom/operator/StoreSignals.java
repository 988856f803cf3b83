package dev.headroom.operator;

import dev.headroom.autoscaler.MetricQuery;
import dev.headroom.autoscaler.Signal;
import dev.headroom.loop.AutoscalerLoop;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Triggers from a metric store or their own sources, metrics of HorizontalPodAutoscalers from the metrics APIs of the
/// cluster: what there is where no rules of an adapter say which series those metrics are.
record StoreSignals(AutoscalerLoop.Signals triggers, AutoscalerLoop.Signals apis) implements AutoscalerLoop.Signals {

    @Override
    public Map<String, Answer> numbers(List<MetricQuery> queries, Instant now) {
        return triggers.numbers(queries, now);
    }

    @Override
    public Map<String, Map<String, Signal>> perPod(List<MetricQuery> queries, Instant now) {
        return triggers.perPod(queries, now);
    }

    @Override
    public Map<String, Adapted> adapted(List<MetricQuery> queries, List<String> pods, Instant now) {
        return apis.adapted(queries, pods, now);
    }
}
