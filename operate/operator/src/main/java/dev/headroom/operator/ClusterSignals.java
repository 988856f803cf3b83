package dev.headroom.operator;

import dev.headroom.autoscaler.MetricQuery;
import dev.headroom.autoscaler.Signal;
import dev.headroom.keda.Sources;
import dev.headroom.loop.AutoscalerLoop;
import dev.headroom.loop.EmptyAnswers;
import dev.headroom.triggers.PrometheusTrigger;
import dev.headroom.triggers.Reading;
import dev.headroom.triggers.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Answers the questions of autoscalers in a cluster where no Prometheus was named: triggers by their own sources,
/// metrics of HorizontalPodAutoscalers by the metrics APIs that the HPA controller asks. The Prometheus server of a
/// trigger is asked why, too, when its answer is empty.
final class ClusterSignals implements AutoscalerLoop.Signals {

    private final Sources sources;
    private final AskedApis apis;
    private final EmptyAnswers empty;

    ClusterSignals(Sources sources, AskedApis apis, EmptyAnswers empty) {
        this.sources = sources;
        this.apis = apis;
        this.empty = empty;
    }

    @Override
    public Map<String, Answer> numbers(List<MetricQuery> queries, Instant now) {
        var waiting = new HashMap<String, CompletableFuture<Answer>>();
        for (var query : queries) {
            if (query.source() instanceof MetricQuery.Source.OfTrigger(Trigger trigger)) {
                waiting.put(
                        query.metric(),
                        CompletableFuture.supplyAsync(() -> asked(trigger, now), Thread::startVirtualThread));
            }
        }
        var answers = new HashMap<String, Answer>();
        waiting.forEach((metric, answer) -> answers.put(metric, answer.join()));
        return answers;
    }

    /// A source that fails is asked once more, as KEDA does.
    private Answer asked(Trigger trigger, Instant now) {
        var first = sources.ask(trigger);
        var reading = first instanceof Reading.Failed ? sources.ask(trigger) : first;
        var signal = switch (reading) {
            case Reading.Number number -> new Signal.Value(number.value(), Duration.ZERO);
            case Reading.Empty(var why) -> new Signal.Absent(
                    trigger instanceof PrometheusTrigger prometheus ? empty.why(prometheus, why, now) : why);
            case Reading.NotANumber number -> new Signal.NotANumber(number.text());
            case Reading.Failed failed -> new Signal.Failed(failed.error());
        };
        return new Answer(signal, Optional.of(reading));
    }

    @Override
    public Map<String, Map<String, Signal>> perPod(List<MetricQuery> queries, Instant now) {
        return Map.of();
    }

    @Override
    public Map<String, Adapted> adapted(List<MetricQuery> queries, List<String> pods, Instant now) {
        var answers = new HashMap<String, Adapted>();
        for (var query : queries) {
            if (query.source() instanceof MetricQuery.Source.OfMetric metric) {
                answers.put(query.metric(), apis.answer(metric, pods, now));
            }
        }
        return answers;
    }
}
