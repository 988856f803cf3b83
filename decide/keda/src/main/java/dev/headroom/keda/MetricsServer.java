package dev.headroom.keda;

import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.keda.Asked.Origin;
import dev.headroom.keda.MetricPath.External;
import dev.headroom.keda.MetricPath.Raw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request for an external metric of an object, as the generated autoscaler makes it.
public final class MetricsServer {

    private final OperatorState before;
    private final World world;
    private final String metric;
    private final List<ObjectEvent> events = new ArrayList<>();
    private final Map<String, Found> served;

    private MetricsServer(OperatorState before, World world, String metric) {
        this.before = before;
        this.world = world;
        this.metric = metric;
        this.served = new HashMap<>(before.served());
    }

    /// Answers a request.
    ///
    /// @param metric in any case of its letters
    public static Served external(ScaledObject object, OperatorState state, World world, String metric) {
        return new MetricsServer(state, world, metric).answered(object);
    }

    /// The answer.
    ///
    /// @param asked one per external metric that was needed
    public record Served(
            OperatorState state,
            Answer answer,
            List<Asked> asked,
            Optional<FormulaFailure> formulaFailure,
            List<ObjectEvent> events) {
        public Served {
            asked = List.copyOf(asked);
            events = List.copyOf(events);
        }
    }

    public sealed interface Answer {

        record Items(List<MetricValue> items) implements Answer {
            public Items {
                items = List.copyOf(items);
            }
        }

        record Failed(String error) implements Answer {}
    }

    private Served answered(ScaledObject object) {
        ScalersCache built;
        if (before.scalers().isPresent()) {
            built = before.scalers().get();
        } else {
            try {
                built = ScalersCache.build(object, before.status(), world.cluster(), events);
            } catch (OperatorException failed) {
                return new Served(
                        before,
                        new Answer.Failed("error getting scalers " + failed.text()),
                        List.of(),
                        Optional.empty(),
                        events);
            }
        }
        return answered(built);
    }

    private Served answered(ScalersCache built) {
        var path = new MetricPath(
                built.object(), world, before.status(), built.copy().orElse(before.seen()), events);
        var wanted = wanted(built.object(), path.copy());
        var found = new ArrayList<Found>();
        if (wanted.isEmpty()) {
            built.object().triggers()
                    .forEach(_ -> path.tell(
                            Words.WARNING,
                            Words.SCALER_FAILED,
                            "no metrics found getting metricsArray array " + metric));
        }
        for (var external : MetricPath.externals(built)) {
            if (wanted.stream().anyMatch(external.metric().name()::equalsIgnoreCase)) {
                var each = path.withFallback(raw(external, path), external.metric());
                found.add(each);
                served.put(external.metric().name(), each);
            }
        }
        boolean error = found.stream().anyMatch(Found::hasError);
        var composed = Composite.of(built.object(), built.formula(), path.copy().health(), found);
        return new Served(
                state(built, path, error),
                answer(found, error, composed.values()),
                found.stream().map(Found::asked).toList(),
                composed.failure(),
                events);
    }

    private OperatorState state(ScalersCache built, MetricPath path, boolean error) {
        Optional<ScalersCache> kept = error
                ? Optional.empty()
                : Optional.of(built.copy().isPresent() ? built.with(path.copy()) : built);
        var seen = built.copy().isPresent() ? before.seen() : path.copy();
        return new OperatorState(
                path.stored(), seen, kept, before.records(), served, before.generation(), before.hpas());
    }

    private Answer answer(List<Found> found, boolean error, List<MetricValue> values) {
        if (error && found.stream().noneMatch(Found::isFallback)) {
            return new Answer.Failed("metric:" + metric + " encountered error");
        }
        return found.stream().allMatch(each -> each.asked().values().isEmpty())
                ? new Answer.Failed("no matching metrics found for " + metric)
                : new Answer.Items(values);
    }

    /// The metrics that the answer needs: with a formula, all of them.
    private List<String> wanted(ScaledObject object, ScaledObjectStatus copy) {
        boolean composite = object.advanced()
                .modifiers()
                .map(each -> !each.target().isEmpty())
                .orElse(false);
        if (!composite) {
            return List.of(metric);
        }
        var known = copy.metrics().externalMetricNames();
        return known.isEmpty() ? before.status().metrics().externalMetricNames() : known;
    }

    private Raw raw(External external, MetricPath path) {
        var name = external.metric().name();
        var record = before.records().get(name);
        if (external.spec().useCachedMetrics() && record != null) {
            return new Raw(external.spec().name(), record, Origin.LAST_POLL, "");
        }
        return path.ask(external.trigger(), external.spec());
    }
}
