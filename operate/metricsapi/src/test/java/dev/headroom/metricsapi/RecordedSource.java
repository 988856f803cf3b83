package dev.headroom.metricsapi;

import dev.headroom.adapter.GroupResource;
import dev.headroom.adapter.MetricAnswer;
import dev.headroom.adapter.MetricList;
import dev.headroom.adapter.ResourceUsage;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.Labels;
import dev.headroom.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What stood behind the real servers when their answers were recorded.
final class RecordedSource {

    static final Instant AT = Instant.parse("2026-03-01T12:00:05.250Z");

    private RecordedSource() {}

    static CustomMetrics custom() {
        return new Custom();
    }

    static ExternalMetrics external() {
        return new External();
    }

    static Usages usages() {
        return new Used();
    }

    private static final class Custom implements CustomMetrics {

        private static final GroupResource DEPLOYMENTS = new GroupResource("apps", "deployments");
        private static final Map<String, ObjectValue> VALUES = Map.of(
                "default/pods/web-1/http_requests", of("Pod", "/v1", "default", "web-1", "1500m"),
                "default/pods/web-2/http_requests", of("Pod", "/v1", "default", "web-2", "3"),
                "default/deployments.apps/web/ready", of("Deployment", "apps/v1", "default", "web", "250m"),
                "/nodes/node-1/load", of("Node", "/v1", "", "node-1", "12500"),
                "/namespaces/default/queue", of("Namespace", "/v1", "", "default", "7"));
        private static final Map<String, Map<String, String>> OBJECTS = new TreeMap<>(Map.of(
                "web-1", Map.of("app", "web", "n", "1"), "web-2", Map.of("app", "web", "n", "2"), "node-1", Map.of()));

        private static ObjectValue of(String kind, String apiVersion, String namespace, String name, String value) {
            return new ObjectValue(kind, apiVersion, namespace, name, AT, Quantity.parse(value));
        }

        @Override
        public Collection<MetricList.Listed> list() {
            return List.of(
                    new MetricList.Listed(GroupResource.PODS, true, "http_requests"),
                    new MetricList.Listed(DEPLOYMENTS, true, "ready"),
                    new MetricList.Listed(GroupResource.NODES, false, "load"),
                    new MetricList.Listed(GroupResource.NAMESPACES, false, "queue"));
        }

        @Override
        public MetricAnswer<ObjectValue> values(Asked asked) {
            var of = " for " + asked.resource() + asked.name().map(name -> " " + name).orElse("");
            return switch (asked.metric()) {
                case "broken" -> new MetricAnswer.Failed<>("Internal error occurred: unable to fetch metrics", "");
                case "plain" -> new MetricAnswer.Failed<>("rpc error: code = Unknown desc = no", "");
                case "made" -> new MetricAnswer.Items<>("", List.of());
                default -> {
                    var items = names(asked)
                            .map(name -> String.join("/",
                                    asked.namespace().orElse(""), asked.resource().toString(), name, asked.metric()))
                            .filter(VALUES::containsKey)
                            .map(VALUES::get)
                            .toList();
                    yield items.isEmpty()
                            ? new MetricAnswer.NotFound<>(
                                    "the server could not find the metric " + asked.metric() + of, "")
                            : new MetricAnswer.Items<>("", items);
                }
            };
        }

        private static Stream<String> names(Asked asked) {
            return asked.name().map(Stream::of).orElseGet(() -> OBJECTS.entrySet().stream()
                    .filter(each -> asked.selectors().objects().matches(each.getValue()))
                    .map(Map.Entry::getKey));
        }
    }

    private static final class External implements ExternalMetrics {

        @Override
        public Collection<String> list() {
            return List.of("queue_length", "s0-prometheus");
        }

        @Override
        public MetricAnswer<MetricSample> values(String namespace, String metric, LabelSelector selector) {
            return switch (metric) {
                case "s0-prometheus" ->
                    new MetricAnswer.Items<>(
                            "", List.of(new MetricSample(metric, Optional.empty(), AT, Quantity.parse("1.957"))));
                case "queue_length" -> new MetricAnswer.Items<>("", queues(selector));
                case "none", "made" -> new MetricAnswer.Items<>("", List.of());
                case "broken" -> new MetricAnswer.Failed<>("Internal error occurred: unable to fetch metrics", "");
                case "plain" -> new MetricAnswer.Failed<>(
                        "rpc error: code = Unknown desc = error when getting metric values metric:s0-prometheus"
                                + " encountered error",
                        "");
                default -> new MetricAnswer.NotFound<>("the server could not find the metric " + metric + " for ", "");
            };
        }

        private static List<MetricSample> queues(LabelSelector selector) {
            var values = new ArrayList<MetricSample>();
            for (var queue : List.of("a", "b")) {
                var labels = Labels.of(Map.of("queue", queue, "__name__", "queue_length"));
                if (selector.matches(labels)) {
                    long milli = queue.equals("a") ? 1500 : 3000;
                    values.add(new MetricSample(
                            "queue_length",
                            Optional.of(labels),
                            AT,
                            Quantity.ofMilli(milli, Quantity.Format.DECIMAL_SI)));
                }
            }
            return values;
        }
    }

    private static final class Used implements Usages {

        private static final List<Metered> PODS = List.of(
                new Metered("default", "web-2", Map.of("app", "web", "n", "2")),
                new Metered("default", "web-1", Map.of("app", "web", "n", "1")),
                new Metered("default", "young", Map.of("app", "web")),
                new Metered("kube-system", "dns", Map.of()));

        @Override
        public List<Metered> pods(Optional<String> namespace) {
            return PODS.stream()
                    .filter(each -> namespace.map(each.namespace()::equals).orElse(true))
                    .toList();
        }

        @Override
        public List<Metered> nodes() {
            return Stream.of("node-2", "node-1", "node-3")
                    .map(name -> new Metered("", name, Map.of("kubernetes.io/hostname", name)))
                    .toList();
        }

        @Override
        public Optional<ResourceUsage> ofPod(Metered pod) {
            if (pod.name().equals("young")) {
                return Optional.empty();
            }
            var usage = new TreeMap<String, Map<String, Quantity>>();
            usage.put("app", amounts(123456789, 52428800));
            if (pod.name().equals("web-2")) {
                usage.put("sidecar", amounts(876543211, 1000));
            }
            return Optional.of(
                    new ResourceUsage(pod.namespace(), pod.name(), AT, Duration.ofMillis(15032), usage));
        }

        @Override
        public Optional<ResourceUsage> ofNode(Metered node) {
            if (node.name().equals("node-3")) {
                return Optional.empty();
            }
            var usage = new TreeMap<>(Map.of("", amounts(1250000000, 4294967296L)));
            return Optional.of(new ResourceUsage("", node.name(), AT, Duration.ofSeconds(20), usage));
        }

        private static Map<String, Quantity> amounts(long nanoCores, long bytes) {
            return Map.of(
                    "cpu", Quantity.ofScaled(nanoCores, -9), "memory", Quantity.of(bytes, Quantity.Format.BINARY_SI));
        }
    }
}
