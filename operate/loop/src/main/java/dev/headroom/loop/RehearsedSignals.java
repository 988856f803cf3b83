package dev.headroom.loop;

import dev.headroom.autoscaler.MetricQuery;
import dev.headroom.autoscaler.Signal;
import dev.headroom.scalers.Scalers;
import dev.headroom.triggers.CronTrigger;
import dev.headroom.triggers.KafkaTrigger;
import dev.headroom.triggers.MetricsApiTrigger;
import dev.headroom.triggers.PrometheusTrigger;
import dev.headroom.triggers.Reading;
import dev.headroom.triggers.RedisListTrigger;
import dev.headroom.triggers.RedisStreamsTrigger;
import dev.headroom.triggers.ResourceTrigger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers autoscalers from given series, whatever server a Prometheus trigger names, and from the calendar. Sources
/// that would have to be asked over a network have no answer here.
final class RehearsedSignals implements AutoscalerLoop.Signals {

    private static final String NOBODY = "a rehearsal asks no server but Prometheus; export the number and query it";

    private final SignalReader reader;
    private final Optional<AdapterSignals> adapter;

    RehearsedSignals(SignalReader reader, Optional<AdapterSignals> adapter) {
        this.reader = reader;
        this.adapter = adapter;
    }

    @Override
    public Map<String, Answer> numbers(List<MetricQuery> queries, Instant now) {
        var answers = new HashMap<String, Answer>();
        queries.forEach(query -> answers.put(query.metric(), number(query, now)));
        return answers;
    }

    private Answer number(MetricQuery query, Instant now) {
        if (!(query.source() instanceof MetricQuery.Source.OfTrigger(var trigger))) {
            return new Answer(reader.read(query.query(), now), Optional.empty());
        }
        return switch (trigger) {
            case PrometheusTrigger prometheus -> new Answer(reader.read(prometheus.query(), now), Optional.empty());
            case CronTrigger cron -> calendar(cron, now);
            case MetricsApiTrigger _, RedisListTrigger _, RedisStreamsTrigger _, KafkaTrigger _, ResourceTrigger _ ->
                new Answer(new Signal.Failed(NOBODY), Optional.of(new Reading.Failed(NOBODY)));
        };
    }

    private static Answer calendar(CronTrigger cron, Instant now) {
        var reading = Scalers.over(
                        _ -> {
                            throw new IllegalStateException("a calendar asks nobody");
                        },
                        cron)
                .orElseThrow()
                .read(now);
        return new Answer(TriggerSignals.signal(reading), Optional.of(reading));
    }

    @Override
    public Map<String, Adapted> adapted(List<MetricQuery> queries, List<String> pods, Instant now) {
        return adapter.map(each -> each.answers(queries, pods, now)).orElseGet(Map::of);
    }

    @Override
    public Map<String, Map<String, Signal>> perPod(List<MetricQuery> queries, Instant now) {
        var answers = new HashMap<String, Map<String, Signal>>();
        queries.forEach(query -> answers.put(query.metric(), reader.readBy("pod", query.query(), now)));
        return answers;
    }
}
