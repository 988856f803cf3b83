package dev.headroom.metricsapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The paths of a group and the objects that they answer, for its OpenAPI documents.
///
/// @param kinds the objects by version; the key is the version of the group
/// @param definitions prefix of the objects' names
record ApiSchema(String definitions, List<Path> paths, Map<String, List<Kind>> kinds) {

    private static final String METRICS = "io.k8s.metrics.pkg.apis.";
    private static final String VALUE = "string";

    /// @param path below the version
    /// @param answer the kind that is answered
    record Path(String path, String operation, String answer) {}

    /// An object.
    ///
    /// @param fields each with its type: `string`, `integer`, `map` of texts, or the name of a kind, `[]` before it for
    ///     many
    record Kind(String name, boolean served, Map<String, String> fields) {}

    ApiSchema {
        paths = List.copyOf(paths);
        kinds = Map.copyOf(kinds);
    }

    private static Kind kind(String name, boolean served, String... fields) {
        var byName = new LinkedHashMap<String, String>();
        for (int i = 0; i < fields.length; i += 2) {
            byName.put(fields[i], fields[i + 1]);
        }
        return new Kind(name, served, byName);
    }

    private static Kind list(String name, String item) {
        return kind(name, true, "kind", VALUE, "apiVersion", VALUE, "metadata", "object", "items", "[]" + item);
    }

    static ApiSchema custom() {
        var selector = kind("LabelSelector", false, "matchLabels", "map", "matchExpressions", "[]Requirement");
        var requirement = kind("Requirement", false, "key", VALUE, "operator", VALUE, "values", "[]string");
        var object = kind(
                "ObjectReference", false, "kind", VALUE, "namespace", VALUE, "name", VALUE, "apiVersion", VALUE);
        var first = kind(
                "MetricValue", true, "describedObject", "ObjectReference", "metricName", VALUE, "timestamp", VALUE,
                "window", "integer", "value", VALUE, "selector", "LabelSelector");
        var identifier = kind("MetricIdentifier", false, "name", VALUE, "selector", "LabelSelector");
        var second = kind(
                "MetricValue", true, "describedObject", "ObjectReference", "metric", "MetricIdentifier", "timestamp",
                VALUE, "windowSeconds", "integer", "value", VALUE);
        var list = list("MetricValueList", "MetricValue");
        return new ApiSchema(
                METRICS + "custom_metrics.",
                List.of(
                        new Path("{resource}/{name}/{subresource}", "list", list.name()),
                        new Path(
                                "namespaces/{namespace}/{resource}/{name}/{subresource}",
                                "listNamespaced",
                                list.name()),
                        new Path("namespaces/{namespace}/metrics/{name}", "readForNamespace", list.name())),
                Map.of(
                        "v1beta1", List.of(selector, requirement, object, first, list),
                        "v1beta2", List.of(selector, requirement, object, identifier, second, list)));
    }

    static ApiSchema external() {
        var value = kind(
                "ExternalMetricValue", true, "metricName", VALUE, "metricLabels", "map", "timestamp", VALUE, "window",
                "integer", "value", VALUE);
        var list = list("ExternalMetricValueList", value.name());
        return new ApiSchema(
                METRICS + "external_metrics.",
                List.of(new Path("namespaces/{namespace}/{resource}", "list", list.name())),
                Map.of("v1beta1", List.of(value, list)));
    }

    static ApiSchema usage() {
        var container = kind("ContainerMetrics", false, "name", VALUE, "usage", "map");
        var pod = kind(
                "PodMetrics", true, "kind", VALUE, "apiVersion", VALUE, "metadata", "object", "timestamp", VALUE,
                "window", VALUE, "containers", "[]ContainerMetrics");
        var node = kind(
                "NodeMetrics", true, "kind", VALUE, "apiVersion", VALUE, "metadata", "object", "timestamp", VALUE,
                "window", VALUE, "usage", "map");
        var pods = list("PodMetricsList", pod.name());
        var nodes = list("NodeMetricsList", node.name());
        return new ApiSchema(
                METRICS + "metrics.",
                List.of(
                        new Path("nodes", "listNodes", nodes.name()),
                        new Path("nodes/{name}", "readNode", node.name()),
                        new Path("pods", "listPodsForAllNamespaces", pods.name()),
                        new Path("namespaces/{namespace}/pods", "listNamespacedPods", pods.name()),
                        new Path("namespaces/{namespace}/pods/{name}", "readNamespacedPod", pod.name())),
                Map.of("v1beta1", List.of(container, pod, node, pods, nodes)));
    }

    /// The full name of an object.
    String nameOf(String version, String kind) {
        return definitions + version + "." + kind;
    }

    List<Kind> kindsOf(String version) {
        return kinds.getOrDefault(version, List.of());
    }
}
