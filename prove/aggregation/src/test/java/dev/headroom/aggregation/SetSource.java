package dev.headroom.aggregation;

import dev.headroom.adapter.GroupResource;
import dev.headroom.adapter.MetricAnswer;
import dev.headroom.adapter.MetricList;
import dev.headroom.adapter.ResourceUsage;
import dev.headroom.metricsapi.CustomMetrics;
import dev.headroom.metricsapi.ExternalMetrics;
import dev.headroom.metricsapi.Usages;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.Quantity;
import dev.headroom.timeline.Timeline;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Numbers that a test sets, for the pods that the cluster really has.
final class SetSource {

    private final KubernetesClient cluster;
    private final Timeline timeline;
    volatile long queue = 10;
    volatile long requests = 10;

    SetSource(KubernetesClient cluster, Timeline timeline) {
        this.cluster = cluster;
        this.timeline = timeline;
    }

    private List<Pod> pods(String namespace) {
        return cluster.pods().inNamespace(namespace).list().getItems();
    }

    ExternalMetrics external() {
        return new ExternalMetrics() {
            @Override
            public Collection<String> list() {
                return List.of("queue");
            }

            @Override
            public MetricAnswer<MetricSample> values(String namespace, String metric, LabelSelector selector) {
                var value = Quantity.of(queue, Quantity.Format.DECIMAL_SI);
                return new MetricAnswer.Items<>(
                        "", List.of(new MetricSample(metric, Optional.empty(), timeline.now(), value)));
            }
        };
    }

    CustomMetrics custom() {
        return new CustomMetrics() {
            @Override
            public Collection<MetricList.Listed> list() {
                return List.of(new MetricList.Listed(GroupResource.PODS, true, "requests"));
            }

            @Override
            public MetricAnswer<ObjectValue> values(Asked asked) {
                var namespace = asked.namespace().orElse("");
                var value = Quantity.of(requests, Quantity.Format.DECIMAL_SI);
                return new MetricAnswer.Items<>("", pods(namespace).stream()
                        .map(Pod::getMetadata)
                        .filter(each -> asked.selectors().objects().matches(each.getLabels()))
                        .map(each -> new ObjectValue(
                                "Pod", "/v1", namespace, each.getName(), timeline.now(), value))
                        .toList());
            }
        };
    }

    Usages usages() {
        return new Usages() {
            @Override
            public List<Metered> pods(Optional<String> namespace) {
                return SetSource.this.pods(namespace.orElse("default")).stream()
                        .map(Pod::getMetadata)
                        .map(each -> new Metered(each.getNamespace(), each.getName(), each.getLabels()))
                        .toList();
            }

            @Override
            public List<Metered> nodes() {
                return List.of(new Metered("", "node-1", Map.of()));
            }

            @Override
            public Optional<ResourceUsage> ofPod(Metered pod) {
                return Optional.of(usage(pod, "web", 250));
            }

            @Override
            public Optional<ResourceUsage> ofNode(Metered node) {
                return Optional.of(usage(node, "", 1000));
            }

            private ResourceUsage usage(Metered of, String container, long milli) {
                var amounts = Map.of(
                        "cpu", Quantity.ofMilli(milli, Quantity.Format.DECIMAL_SI),
                        "memory", Quantity.parse("64Mi"));
                return new ResourceUsage(
                        of.namespace(),
                        of.name(),
                        timeline.now(),
                        Duration.ofSeconds(15),
                        new TreeMap<>(Map.of(container, amounts)));
            }
        };
    }
}
