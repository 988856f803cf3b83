package dev.headroom.autoscaler;

import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.Readings;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.keda.Asked;
import dev.headroom.keda.FormulaFailure;
import dev.headroom.keda.MetricsServer;
import dev.headroom.keda.OperatorState;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the generated autoscaler of a ScaledObject is answered during one pass: external metrics by KEDA's metrics
/// server, resources as they are. Keeps what the requests changed, in their order.
final class ScaledReadings implements Readings {

    private final ScaledObject object;
    private final World world;
    private final Readings others;
    private final List<Asked> asked = new ArrayList<>();
    private final List<ObjectEvent> events = new ArrayList<>();
    private Optional<FormulaFailure> formulaFailure = Optional.empty();
    private OperatorState state;

    ScaledReadings(ScaledObject object, OperatorState state, World world, Readings others) {
        this.object = object;
        this.state = state;
        this.world = world;
        this.others = others;
    }

    OperatorState state() {
        return state;
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    List<ObjectEvent> events() {
        return List.copyOf(events);
    }

    Optional<FormulaFailure> formulaFailure() {
        return formulaFailure;
    }

    @Override
    public Answer<ScaleTarget.Usage> resource() {
        return others.resource();
    }

    @Override
    public Answer<PodValue> pods(MetricSpec.Identifier metric) {
        return others.pods(metric);
    }

    @Override
    public Answer<Long> object(MetricSpec.ObjectReference described, MetricSpec.Identifier metric) {
        return others.object(described, metric);
    }

    @Override
    public Answer<Long> external(MetricSpec.Identifier metric) {
        var served = MetricsServer.external(object, state.fresh(), world, metric.name());
        state = served.state();
        asked.addAll(served.asked());
        events.addAll(served.events());
        formulaFailure = formulaFailure.or(served::formulaFailure);
        return switch (served.answer()) {
            case MetricsServer.Answer.Items(var items) ->
                new Answer.Items<>(
                        items.stream().map(each -> each.value().milliValue()).toList());
            case MetricsServer.Answer.Failed(String error) -> new Answer.Failure<>(error);
        };
    }
}
