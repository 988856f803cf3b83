package dev.headroom.loop;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.adapter.Cut;
import dev.headroom.adapter.GroupResource;
import dev.headroom.adapter.MetricList;
import dev.headroom.adapter.MetricList.Plan;
import dev.headroom.adapter.MetricRequest;
import dev.headroom.adapter.MetricRequest.Objects;
import dev.headroom.adapter.ResourceKinds;
import dev.headroom.autoscaler.MetricQuery;
import dev.headroom.autoscaler.Served;
import dev.headroom.autoscaler.Signal;
import dev.headroom.autoscaler.SignalText;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.Readings;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelectorException;
import dev.headroom.model.LabelSelectorObject;
import dev.headroom.promql.PromqlException;
import dev.headroom.loop.AutoscalerLoop.Signals.Adapted;
import dev.headroom.loop.SignalReader.Each;
import dev.headroom.loop.SignalReader.Labelled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The metrics of HorizontalPodAutoscalers through the rules of prometheus-adapter: the words and numbers of its APIs,
/// from a metric store, and beside them the signal that says why a number is not there.
///
/// Two things are otherwise than in the adapter: the metrics are listed anew every scrape interval and not every ten
/// minutes, and a value that is NaN, infinite or rests on old samples is none.
public final class AdapterSignals {

    /// The window that the HPA controller takes for values that name none.
    private static final Duration WINDOW = Duration.ofSeconds(60);

    private final AdapterConfig config;
    private final MetricStore store;
    private final SignalReader reader;
    private MetricList list;
    private Instant listedAt = Instant.MIN;

    public AdapterSignals(AdapterConfig config, MetricStore store) {
        this.config = config;
        this.store = store;
        this.reader = new SignalReader(store);
        this.list = MetricList.empty(config);
    }

    boolean keepsWaiting() {
        return reader.keepsWaiting();
    }

    /// Answers by metric, one after the other.
    Map<String, Adapted> answers(List<MetricQuery> queries, List<String> pods, Instant now) {
        var answers = new HashMap<String, Adapted>();
        queries.forEach(query -> answers.put(query.metric(), answer(query, pods, now)));
        return answers;
    }

    /// @param query of a metric
    /// @param pods the names of those that the target's selector picks
    Adapted answer(MetricQuery query, List<String> pods, Instant now) {
        return answer((MetricQuery.Source.OfMetric) query.source(), pods, now);
    }

    private Adapted answer(MetricQuery.Source.OfMetric metric, List<String> pods, Instant now) {
        try {
            var request = request(metric, pods);
            return switch (listed(now).plan(request)) {
                case Plan.Refuse(var message, var why) ->
                    refused(metric.spec(), message, new Signal.Absent(message + ": " + why));
                case Plan.Ask(var promql, var label) -> {
                    var each = reader.readEach(promql, now);
                    yield switch (request) {
                        case MetricRequest.Custom custom ->
                            new Asked(promql, each, now).custom(custom, label.orElseThrow());
                        case MetricRequest.External _ -> new Asked(promql, each, now).external();
                    };
                }
            };
        } catch (LabelSelectorException | PromqlException failure) {
            var message = String.valueOf(failure.getMessage());
            return refused(metric.spec(), message, new Signal.Failed(message));
        }
    }

    private synchronized MetricList listed(Instant now) {
        if (listedAt.isBefore(now.minus(store.scrapeInterval()))) {
            list = MetricList.of(config, store, now);
            listedAt = now;
        }
        return list;
    }

    private static MetricRequest request(MetricQuery.Source.OfMetric metric, List<String> pods) {
        return switch (metric.spec()) {
            case MetricSpec.Pods each -> new MetricRequest.Custom(
                    GroupResource.PODS,
                    Optional.of(metric.namespace()),
                    new Objects.Selected(pods),
                    each.name(),
                    selector(each.metric()));
            case MetricSpec.DescribedObject each -> object(each, metric.namespace());
            case MetricSpec.External each ->
                new MetricRequest.External(metric.namespace(), each.name(), selector(each.metric()));
            case MetricSpec.Resource _, MetricSpec.ContainerResource _, MetricSpec.Unknown _ ->
                throw new IllegalArgumentException("no metric of an adapter: " + metric.spec());
        };
    }

    /// The metric of a Namespace is that of the autoscaler's own, whatever the object's name: so asks the controller.
    private static MetricRequest object(MetricSpec.DescribedObject metric, String namespace) {
        var object = metric.describedObject();
        var resource = ResourceKinds.ofKind(object.apiVersion(), object.kind());
        boolean itself = resource.equals(GroupResource.NAMESPACES);
        return new MetricRequest.Custom(
                resource,
                ResourceKinds.isNamespaced(resource) ? Optional.of(namespace) : Optional.empty(),
                new Objects.ByName(itself ? namespace : object.name()),
                metric.name(),
                selector(metric.metric()));
    }

    private static LabelSelector selector(MetricSpec.Identifier metric) {
        return metric.selector().map(LabelSelectorObject::selector).orElseGet(LabelSelector::everything);
    }

    private static Adapted refused(MetricSpec spec, String message, Signal why) {
        return new Adapted(
                spec instanceof MetricSpec.Pods
                        ? new Served.PerPod("", new Readings.Answer.Failure<>(message))
                        : new Served.Numbers("", new Readings.Answer.Failure<>(message)),
                why);
    }

    /// A query with what it gave.
    private record Asked(String promql, Each each, Instant now) {

        Adapted custom(MetricRequest.Custom request, String label) {
            var byName = new HashMap<String, Signal>();
            for (var element : each.elements()) {
                byName.put(element.labels().value(label), element.signal());
            }
            return switch (request.objects()) {
                case Objects.ByName(var name) -> object(request, name, byName, label);
                case Objects.Selected _, Objects.Matching _ -> pods(request.objects().list(), byName, label);
            };
        }

        private Adapted object(
                MetricRequest.Custom request, String name, Map<String, Signal> byName, String label) {
            var signal = byName.get(name);
            if (signal == null) {
                var message = "the server could not find the metric " + request.metric() + " for "
                        + request.resource() + " " + name;
                return numbers(new Readings.Answer.Failure<>(message), missing(label, name));
            }
            return signal.number().isPresent()
                    ? numbers(new Readings.Answer.Items<>(List.of(Cut.milli(signal.number().getAsDouble()))), signal)
                    : numbers(new Readings.Answer.Failure<>(SignalText.why(signal)), signal);
        }

        private Adapted pods(List<String> names, Map<String, Signal> byName, String label) {
            var values = new ArrayList<Readings.PodValue>();
            for (var name : names) {
                var found = byName.get(name);
                if (found != null && found.number().isPresent()) {
                    values.add(new Readings.PodValue(name, now, WINDOW, Cut.milli(found.number().getAsDouble())));
                }
            }
            var signal = names.stream()
                    .filter(byName::containsKey)
                    .map(byName::get)
                    .filter(each -> each.number().isEmpty())
                    .findFirst()
                    .orElseGet(() -> missing(label, String.join(", ", names)));
            if (!values.isEmpty()) {
                double sum = 0;
                var oldest = Duration.ZERO;
                for (var value : values) {
                    var found = byName.getOrDefault(value.pod(), signal);
                    sum += found.number().orElse(0);
                    var age = found.sampleAge().orElse(Duration.ZERO);
                    oldest = age.compareTo(oldest) > 0 ? age : oldest;
                }
                signal = new Signal.Value(sum / values.size(), oldest);
            }
            return new Adapted(new Served.PerPod(promql, new Readings.Answer.Items<>(values)), signal);
        }

        /// Why an answer has nothing for an object.
        private Signal missing(String label, String names) {
            return each.nothing()
                    .orElseGet(() -> new Signal.Absent(
                            "the answer of the adapter's query has no element with " + label + " of " + names));
        }

        Adapted external() {
            if (each.nothing().isPresent()) {
                var nothing = each.nothing().get();
                return nothing instanceof Signal.Failed failed
                        ? numbers(new Readings.Answer.Failure<>(failed.error()), nothing)
                        : numbers(new Readings.Answer.Items<>(List.of()), nothing);
            }
            var lost = each.elements().stream()
                    .map(Labelled::signal)
                    .filter(signal -> signal.number().isEmpty())
                    .findFirst();
            if (lost.isPresent()) {
                return numbers(new Readings.Answer.Failure<>(SignalText.why(lost.get())), lost.get());
            }
            var items = each.elements().stream()
                    .map(element -> Cut.milli(element.signal().number().orElse(0)))
                    .toList();
            return numbers(new Readings.Answer.Items<>(items), sum());
        }

        private Signal sum() {
            double sum = 0;
            var oldest = Duration.ZERO;
            Optional<String> missing = Optional.empty();
            for (var element : each.elements()) {
                sum += element.signal().number().orElse(0);
                var age = element.signal().sampleAge().orElse(Duration.ZERO);
                oldest = age.compareTo(oldest) > 0 ? age : oldest;
                if (element.signal() instanceof Signal.Partial partial) {
                    missing = Optional.of(partial.missing());
                }
            }
            return missing.isPresent()
                    ? new Signal.Partial(sum, oldest, missing.get())
                    : new Signal.Value(sum, oldest);
        }

        private Adapted numbers(Readings.Answer<Long> answer, Signal signal) {
            return new Adapted(new Served.Numbers(promql, answer), signal);
        }
    }
}
