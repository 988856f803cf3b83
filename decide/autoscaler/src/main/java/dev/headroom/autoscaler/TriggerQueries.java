package dev.headroom.autoscaler;

import dev.headroom.hpa.Condition;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.TriggerSpec;
import dev.headroom.triggers.CronTrigger;
import dev.headroom.triggers.KafkaTrigger;
import dev.headroom.triggers.MetricsApiTrigger;
import dev.headroom.triggers.PrometheusTrigger;
import dev.headroom.triggers.RedisListTrigger;
import dev.headroom.triggers.RedisStreamsTrigger;
import dev.headroom.triggers.ResourceTrigger;
import dev.headroom.triggers.Trigger;
import dev.headroom.triggers.TriggerMetric;
import java.util.ArrayList;
import java.util.List;

/// Which triggers of a ScaledObject must be asked before a turn.
final class TriggerQueries {

    private TriggerQueries() {}

    static List<MetricQuery> all(Scaled scaled) {
        var queries = new ArrayList<MetricQuery>();
        for (int i = 0; i < scaled.triggers().size(); i++) {
            if (scaled.triggers().get(i).metric() instanceof TriggerMetric.External metric) {
                queries.add(MetricQuery.of(
                        scaled.object().triggers().get(i), metric, scaled.triggers().get(i)));
            }
        }
        return queries;
    }

    /// All but those that are answered from what is remembered.
    static List<MetricQuery> of(Scaled scaled, Memory memory, Turn turn) {
        return all(scaled).stream()
                .filter(query -> (turn.polls() && !isWatched(scaled.object(), memory, query.metric()))
                        || (turn.syncs() && !isRecorded(scaled, memory, query)))
                .toList();
    }

    private static boolean isRecorded(Scaled scaled, Memory memory, MetricQuery query) {
        boolean cached = scaled.object().triggers().stream()
                .filter(TriggerSpec::useCachedMetrics)
                .anyMatch(trigger -> query.metric().startsWith("s" + trigger.index() + "-"));
        return cached && memory.keda().map(each -> each.isRecorded(query.metric())).orElse(false);
    }

    private static boolean isWatched(ScaledObject object, Memory memory, String metric) {
        boolean scaling = Condition.find(memory.hpa().status().conditions(), "ScalingActive")
                .map(each -> each.status().equals("True"))
                .orElse(false);
        return scaling
                && object.isWatchedByHpa()
                && memory.keda().map(each -> each.isServed(metric)).orElse(false);
    }

    /// What people would look for behind a trigger: its query, its URL, its schedule.
    static String text(TriggerSpec spec, Trigger trigger) {
        return switch (trigger) {
            case PrometheusTrigger prometheus -> prometheus.query();
            case MetricsApiTrigger _ ->
                spec.metadata().getOrDefault("valueLocation", "") + " of "
                        + spec.metadata().getOrDefault("url", "");
            case CronTrigger _ ->
                spec.metadata().getOrDefault("start", "") + " to " + spec.metadata().getOrDefault("end", "") + " in "
                        + spec.metadata().getOrDefault("timezone", "");
            case RedisListTrigger list -> "length of " + list.listName();
            case RedisStreamsTrigger streams -> "length of " + streams.stream();
            case KafkaTrigger _ ->
                "lag of " + spec.metadata().getOrDefault("consumerGroup", "");
            case ResourceTrigger _ -> "";
        };
    }
}
