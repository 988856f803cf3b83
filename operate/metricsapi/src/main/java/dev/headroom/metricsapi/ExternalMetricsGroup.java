package dev.headroom.metricsapi;

import dev.headroom.adapter.MetricAnswer;
import dev.headroom.metricsapi.ExternalMetrics.MetricSample;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `external.metrics.k8s.io`: metrics that belong to no object of the cluster.
final class ExternalMetricsGroup implements ApiGroup {

    static final String NAME = "external.metrics.k8s.io";

    private static final String VERSION = "v1beta1";

    private final ExternalMetrics metrics;

    ExternalMetricsGroup(ExternalMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> versions() {
        return List.of(VERSION);
    }

    @Override
    public List<Resource> resources() {
        return metrics.list().stream()
                .map(each -> new Resource(each, true, "ExternalMetricValueList", List.of("get")))
                .toList();
    }

    @Override
    public Optional<Route> route(List<String> path) {
        return path.size() == 3 && path.getFirst().equals("namespaces") ? Optional.of(this::answer) : Optional.empty();
    }

    private Found answer(ApiRequest request, RequestInfo info) {
        var options = ListOptions.of(request.parameters());
        options.check();
        if (options.watch()) {
            throw new StatusException(Status.watchNotSupported(NAME, "*"));
        }
        return switch (metrics.values(info.namespace(), info.resource(), options.labels())) {
            case MetricAnswer.NotFound<MetricSample>(var message, _) ->
                throw new StatusException(Status.metricNotFound(message));
            case MetricAnswer.Failed<MetricSample>(var message, _) ->
                throw new StatusException(Status.internal(message));
            case MetricAnswer.Items<MetricSample>(_, var items) -> new Found(ApiGroup.list(
                    "ExternalMetricValueList",
                    NAME + "/" + VERSION,
                    items.stream().map(ExternalMetricsGroup::json).toList()));
        };
    }

    private static Map<String, Object> json(MetricSample value) {
        var json = new LinkedHashMap<String, Object>();
        json.put("metricName", value.metric());
        json.put("metricLabels", value.labels().map(labels -> new TreeMap<>(labels.asMap())).orElse(null));
        json.put("timestamp", value.timestamp().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("value", value.value().toString());
        return json;
    }

    @Override
    public ApiSchema schema() {
        return ApiSchema.external();
    }
}
