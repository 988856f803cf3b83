package dev.headroom.scrape;

import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.List;

/// The `__meta_kubernetes_` labels of Prometheus' service discovery, for its roles `endpoints` and `pod`.
/// Source: Prometheus docs, `kubernetes_sd_config`.
final class MetaLabels {

    private static final String META = "__meta_kubernetes_";

    private MetaLabels() {}

    /// One discovered address: its labels, and the pod behind it.
    record Found(Labels labels, PodView pod) {}

    /// What role `endpoints` finds for a Service: every port of the Service on every pod behind it, then the declared
    /// container ports that no port of the Service leads to.
    static List<Found> endpoints(ServiceView service, List<PodView> pods) {
        var found = new ArrayList<Found>();
        for (var pod : pods) {
            var covered = new ArrayList<Integer>();
            for (var port : service.ports()) {
                pod.port(port.targetPort()).ifPresent(number -> {
                    covered.add(number);
                    var labels = endpoint(service, pod, number)
                            .set(META + "endpoint_port_name", port.name())
                            .set(META + "endpoint_ready", Boolean.toString(pod.ready()));
                    found.add(new Found(labels.build(), pod));
                });
            }
            for (var port : pod.ports()) {
                if (!covered.contains(port.containerPort())) {
                    found.add(new Found(
                            endpoint(service, pod, port.containerPort()).build(), pod));
                }
            }
        }
        return found;
    }

    private static Labels.Builder endpoint(ServiceView service, PodView pod, int port) {
        var labels = pod(pod, port)
                .set(META + "service_name", service.name())
                .set(META + "endpoints_name", service.name())
                .set(META + "endpoint_address_target_kind", "Pod")
                .set(META + "endpoint_address_target_name", pod.name());
        Discovery.meta(labels, META + "service_label", service.labels());
        Discovery.meta(labels, META + "service_annotation", service.annotations());
        return labels;
    }

    /// What role `pod` finds: every declared container port, or the bare address of a pod that declares none.
    static List<Found> podPorts(PodView pod) {
        if (pod.address().isEmpty()) {
            return List.of();
        }
        if (pod.ports().isEmpty()) {
            return List.of(new Found(pod(pod, 0).set("__address__", pod.address()).build(), pod));
        }
        return pod.ports().stream()
                .map(port -> new Found(pod(pod, port.containerPort()).build(), pod))
                .toList();
    }

    private static Labels.Builder pod(PodView pod, int port) {
        var labels = Labels.builder()
                .set("__address__", pod.hostPort(port))
                .set(META + "namespace", pod.namespace())
                .set(META + "pod_name", pod.name())
                .set(META + "pod_ip", pod.address())
                .set(META + "pod_phase", pod.phase().text())
                .set(META + "pod_ready", Boolean.toString(pod.ready()))
                .set(META + "pod_node_name", pod.node());
        for (var declared : pod.ports()) {
            if (declared.containerPort() == port) {
                labels.set(META + "pod_container_name", declared.container())
                        .set(META + "pod_container_port_name", declared.name())
                        .set(META + "pod_container_port_number", Integer.toString(port))
                        .set(META + "pod_container_port_protocol", "TCP");
            }
        }
        Discovery.meta(labels, META + "pod_label", pod.labels());
        Discovery.meta(labels, META + "pod_annotation", pod.annotations());
        return labels;
    }
}
