package dev.headroom.hpa;

import dev.headroom.hpa.Readings.Answer;
import dev.headroom.hpa.Readings.PodValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One value per pod, out of the answers of the metrics APIs.
final class PodMetrics {

    private PodMetrics() {}

    /// The sum over a pod's containers, or the value of the named container. A pod of which one of them has no such
    /// value is left out: it counts as missing.
    static Map<String, PodValue> ofResource(Answer<ScaleTarget.Usage> answer, String resource, String container)
            throws MetricFailure {
        var values = new LinkedHashMap<String, PodValue>();
        for (var usage : items(answer, "resource metrics API")) {
            var sum = sum(usage, resource, container);
            if (sum != null) {
                values.put(usage.pod(), new PodValue(usage.pod(), usage.timestamp(), usage.window(), sum));
            }
        }
        return values;
    }

    private static @org.jspecify.annotations.Nullable Long sum(
            ScaleTarget.Usage usage, String resource, String container) {
        if (!container.isEmpty()) {
            return usage.containers().getOrDefault(container, Map.of()).get(resource);
        }
        long sum = 0;
        for (var each : usage.containers().values()) {
            var value = each.get(resource);
            if (value == null) {
                return null;
            }
            sum += value;
        }
        return usage.containers().isEmpty() ? null : sum;
    }

    static Map<String, PodValue> ofPods(Answer<PodValue> answer) throws MetricFailure {
        var values = new LinkedHashMap<String, PodValue>();
        items(answer, "custom metrics API").forEach(value -> values.put(value.pod(), value));
        return values;
    }

    /// The items, of which there is at least one.
    static <T> List<T> items(Answer<T> answer, String api) throws MetricFailure {
        return switch (answer) {
            case Answer.Items<T> items when items.items().isEmpty() ->
                throw new MetricFailure("no metrics returned from " + api);
            case Answer.Items<T> items -> items.items();
            case Answer.Failure<T> failure ->
                throw new MetricFailure("unable to fetch metrics from " + api + ": " + failure.error());
        };
    }
}
