package dev.headroom.server;

import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.Outcome;
import dev.headroom.explain.DecisionText;
import dev.headroom.hpa.Condition;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.loop.AutoscalerLoop;
import java.util.ArrayList;
import java.util.List;

/// One control loop as `/api/headroom/v1/status` shows it, on one machine and in a cluster.
public final class LoopViews {

    private LoopViews() {}

    /// @param scale of its target
    /// @param ready how many of its replicas serve
    public static Views.Autoscaler of(AutoscalerLoop loop, ScaleTarget.Scale scale, int ready) {
        var autoscaler = loop.autoscaler();
        var newest = loop.newest();
        return new Views.Autoscaler(
                autoscaler.name(),
                autoscaler.namespace(),
                autoscaler.kind(),
                autoscaler.target().kind() + "/" + autoscaler.target().name(),
                autoscaler.minReplicas(),
                autoscaler.maxReplicas(),
                scale.statusReplicas(),
                scale.specReplicas(),
                ready,
                newest.map(outcome -> metrics(outcome.record())).orElse(List.of()),
                newest.map(LoopViews::conditions).orElse(List.of()));
    }

    /// Why metrics of its newest decision had no number, one line each.
    public static List<String> troubles(AutoscalerLoop loop) {
        var lines = new ArrayList<String>();
        loop.newest().map(Outcome::record).ifPresent(record -> record.inputs()
                .forEach(input -> DecisionText.trouble(input)
                        .ifPresent(why -> lines.add(DecisionText.name(input) + ": " + why))));
        return lines;
    }

    /// The conditions of the autoscaler, and after them those of a ScaledObject.
    private static List<Views.Condition> conditions(Outcome outcome) {
        var conditions = new ArrayList<Views.Condition>();
        outcome.status().conditions().forEach(each -> conditions.add(of(each)));
        outcome.memory().keda().ifPresent(state -> state.status().conditions().all().forEach(each -> conditions.add(
                new Views.Condition(each.type(), each.status(), each.reason(), each.message()))));
        return conditions;
    }

    /// A condition of a HorizontalPodAutoscaler.
    public static Views.Condition of(Condition condition) {
        return new Views.Condition(condition.type(), condition.status(), condition.reason(), condition.message());
    }

    private static List<Views.Metric> metrics(DecisionRecord record) {
        return record.inputs().stream()
                .map(input -> new Views.Metric(
                        input.metric(),
                        input.trigger(),
                        input.query(),
                        input.target(),
                        input.reading(),
                        input.signal().getClass().getSimpleName(),
                        DecisionText.trouble(input).orElse(""),
                        input.signal().sampleAge().map(age -> age.toMillis() / 1000.0).orElse(null)))
                .toList();
    }
}
