package dev.headroom.operator;

import dev.headroom.adapter.GroupResource;
import dev.headroom.adapter.ResourceKinds;
import dev.headroom.autoscaler.MetricQuery;
import dev.headroom.autoscaler.Served;
import dev.headroom.autoscaler.Signal;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.Readings;
import dev.headroom.kubernetes.Answer;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.PodReader;
import dev.headroom.kubernetes.Request;
import dev.headroom.loop.AutoscalerLoop.Signals.Adapted;
import dev.headroom.model.LabelSelectorObject;
import dev.headroom.model.Quantity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The custom and external metrics APIs of a cluster, asked as the HPA controller asks them, whoever serves them.
final class AskedApis {

    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final String EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1";
    private static final String CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2";
    private static final String OLDER_CUSTOM = "/apis/custom.metrics.k8s.io/v1beta1";

    private final KubernetesApi api;

    AskedApis(KubernetesApi api) {
        this.api = api;
    }

    Adapted answer(MetricQuery.Source.OfMetric metric, List<String> pods, Instant now) {
        var namespace = metric.namespace();
        return switch (metric.spec()) {
            case MetricSpec.External each ->
                numbers(EXTERNAL + "/namespaces/" + namespace + "/" + encoded(each.name())
                        + selector("labelSelector", each.metric()), now);
            case MetricSpec.Pods each ->
                perPod("/namespaces/" + namespace + "/pods/*/" + encoded(each.name())
                        + selector("metricLabelSelector", each.metric()), pods, now);
            case MetricSpec.DescribedObject each -> numbers(custom(each, namespace), now);
            case MetricSpec.Resource _, MetricSpec.ContainerResource _, MetricSpec.Unknown _ ->
                throw new IllegalArgumentException("no metric of these APIs: " + metric.spec());
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String selector(String parameter, MetricSpec.Identifier metric) {
        return metric.selector()
                .map(LabelSelectorObject::selector)
                .map(Object::toString)
                .filter(text -> !text.isEmpty())
                .map(text -> "?" + parameter + "=" + encoded(text))
                .orElse("");
    }

    /// The metric of a Namespace has a path of its own.
    private static String custom(MetricSpec.DescribedObject metric, String namespace) {
        var object = metric.describedObject();
        var resource = ResourceKinds.ofKind(object.apiVersion(), object.kind());
        var query = selector("metricLabelSelector", metric.metric());
        if (resource.equals(GroupResource.NAMESPACES)) {
            return "/namespaces/" + namespace + "/metrics/" + encoded(metric.name()) + query;
        }
        return (ResourceKinds.isNamespaced(resource) ? "/namespaces/" + namespace : "") + "/" + resource + "/"
                + encoded(object.name()) + "/" + encoded(metric.name()) + query;
    }

    private Answer ask(String path) {
        if (path.startsWith("/apis/")) {
            return api.send(Request.read(path));
        }
        var answer = api.send(Request.read(CUSTOM + path));
        return answer.isNotFound() ? api.send(Request.read(OLDER_CUSTOM + path)) : answer;
    }

    private Adapted numbers(String path, Instant now) {
        var answer = ask(path);
        if (!(answer instanceof Answer.Done(var list))) {
            return new Adapted(
                    new Served.Numbers("", new Readings.Answer.Failure<>(answer.why())),
                    new Signal.Failed(answer.why()));
        }
        var items = items(list, item -> milli(item.path("value")));
        long sum = items.stream().mapToLong(Long::longValue).sum();
        return new Adapted(
                new Served.Numbers("", new Readings.Answer.Items<>(items)),
                items.isEmpty()
                        ? new Signal.Absent("the metrics API answered with no item")
                        : new Signal.Value(sum / 1000.0, age(list, now)));
    }

    private Adapted perPod(String path, List<String> pods, Instant now) {
        var answer = ask(path);
        if (!(answer instanceof Answer.Done(var list))) {
            return new Adapted(
                    new Served.PerPod("", new Readings.Answer.Failure<>(answer.why())),
                    new Signal.Failed(answer.why()));
        }
        var items = items(list, item -> value(item, now)).stream()
                .filter(each -> pods.contains(each.pod()))
                .toList();
        double mean = items.stream().mapToLong(Readings.PodValue::milli).average().orElse(0) / 1000;
        return new Adapted(
                new Served.PerPod("", new Readings.Answer.Items<>(items)),
                items.isEmpty()
                        ? new Signal.Absent("the metrics API has no value for a pod of the target")
                        : new Signal.Value(mean, age(list, now)));
    }

    private static <T> List<T> items(JsonNode list, Function<JsonNode, T> read) {
        return list.path("items").valueStream().map(read).toList();
    }

    private static Readings.PodValue value(JsonNode item, Instant now) {
        return new Readings.PodValue(
                item.path("describedObject").path("name").asString(""),
                PodReader.instant(item.path("timestamp")).orElse(now),
                item.has("windowSeconds") ? Duration.ofSeconds(item.path("windowSeconds").asLong(0)) : WINDOW,
                milli(item.path("value")));
    }

    private static long milli(JsonNode value) {
        return Quantity.tryParse(value.asString("0")).map(Quantity::milliValue).orElse(0L);
    }

    private static Duration age(JsonNode list, Instant now) {
        return list.path("items").valueStream()
                .flatMap(item -> PodReader.instant(item.path("timestamp")).stream())
                .map(time -> Duration.between(time, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
