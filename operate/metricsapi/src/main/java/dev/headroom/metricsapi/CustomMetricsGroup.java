package dev.headroom.metricsapi;

import dev.headroom.adapter.GroupResource;
import dev.headroom.adapter.MetricAnswer;
import dev.headroom.metricsapi.CustomMetrics.Asked;
import dev.headroom.metricsapi.CustomMetrics.Selectors;
import dev.headroom.metricsapi.CustomMetrics.ObjectValue;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelectorException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `custom.metrics.k8s.io`: metrics of objects of the cluster.
final class CustomMetricsGroup implements ApiGroup {

    static final String NAME = "custom.metrics.k8s.io";

    private static final String V1BETA2 = "v1beta2";
    private static final String ALL = "*";

    private final CustomMetrics metrics;

    CustomMetricsGroup(CustomMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> versions() {
        return List.of("v1beta1", V1BETA2);
    }

    @Override
    public List<Resource> resources() {
        return metrics.list().stream()
                .map(each -> new Resource(each.name(), each.namespaced(), "MetricValueList", List.of("get")))
                .toList();
    }

    /// Three paths: of the root, in a namespace, and of a namespace itself. A path that is too short for a metric, but
    /// as long as one of the root, is a bad request.
    @Override
    public Optional<Route> route(List<String> path) {
        boolean inNamespace = path.size() == 5 && path.getFirst().equals("namespaces");
        boolean ofNamespace =
                path.size() == 4 && path.getFirst().equals("namespaces") && path.get(2).equals("metrics");
        return inNamespace || ofNamespace || path.size() == 3 ? Optional.of(this::answer) : Optional.empty();
    }

    private Found answer(ApiRequest request, RequestInfo asked) {
        var info = !asked.namespace().isEmpty() && asked.resource().equals("metrics") ? asked.forNamespace() : asked;
        if (info.parts().size() < 3) {
            throw new StatusException(Status.badRequest("invalid request path"));
        }
        var query = request.parameters();
        var options = ListOptions.of(query);
        var name = info.parts().get(1);
        if (!name.isEmpty()
                && !options.fields().isEmpty()
                && !options.fields().name().orElse("").equals(name)) {
            throw new StatusException(Status.badRequest("fieldSelector metadata.name doesn't match requested name"));
        }
        var series = series(query.value("metricLabelSelector"));
        var answer = metrics.values(new Asked(
                resource(info.resource()),
                Optional.of(info.namespace()).filter(each -> !each.isEmpty()),
                Optional.of(name).filter(each -> !each.isEmpty() && !each.equals(ALL)),
                info.subresource(),
                new Selectors(options.labels(), series)));
        return switch (answer) {
            case MetricAnswer.NotFound<ObjectValue>(var message, _) ->
                throw new StatusException(Status.metricNotFound(message));
            case MetricAnswer.Failed<ObjectValue>(var message, _) ->
                throw new StatusException(Status.internal(message));
            case MetricAnswer.Items<ObjectValue>(_, var items) -> found(info, items, series);
        };
    }

    private static Found found(RequestInfo info, List<ObjectValue> items, LabelSelector series) {
        Map<String, Object> selector = series.isEmpty() ? null : SelectorJson.of(series);
        boolean second = info.version().equals(V1BETA2);
        return new Found(ApiGroup.list(
                "MetricValueList",
                NAME + "/" + info.version(),
                items.stream()
                        .map(each -> second ? second(info, each, selector) : first(info, each, selector))
                        .toList()));
    }

    /// A selector that cannot be read is an error that upstream has no status for.
    private static LabelSelector series(String text) {
        try {
            return LabelSelector.parse(text);
        } catch (LabelSelectorException wrong) {
            throw new StatusException(Status.internal(String.valueOf(wrong.getMessage())));
        }
    }

    private static GroupResource resource(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new GroupResource("", text)
                : new GroupResource(text.substring(dot + 1), text.substring(0, dot));
    }

    private static Map<String, Object> first(
            RequestInfo info, ObjectValue value, @org.jspecify.annotations.Nullable Map<String, Object> selector) {
        var json = new LinkedHashMap<String, Object>();
        json.put("describedObject", described(value));
        json.put("metricName", info.subresource());
        json.put("timestamp", value.timestamp().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("value", value.value().toString());
        json.put("selector", selector);
        return json;
    }

    private static Map<String, Object> second(
            RequestInfo info, ObjectValue value, @org.jspecify.annotations.Nullable Map<String, Object> selector) {
        var metric = new LinkedHashMap<String, Object>();
        metric.put("name", info.subresource());
        metric.put("selector", selector);
        var json = new LinkedHashMap<String, Object>();
        json.put("describedObject", described(value));
        json.put("metric", metric);
        json.put("timestamp", value.timestamp().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("value", value.value().toString());
        return json;
    }

    private static Map<String, Object> described(ObjectValue value) {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", value.kind());
        if (!value.namespace().isEmpty()) {
            json.put("namespace", value.namespace());
        }
        json.put("name", value.name());
        json.put("apiVersion", value.apiVersion());
        return json;
    }

    @Override
    public ApiSchema schema() {
        return ApiSchema.custom();
    }
}
