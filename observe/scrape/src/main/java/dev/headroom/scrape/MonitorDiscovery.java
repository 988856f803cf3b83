package dev.headroom.scrape;

import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Targets from ServiceMonitor and PodMonitor objects, with the labels that the Prometheus Operator gives them.
///
/// `job` is the name of the Service (`namespace/name` of a PodMonitor), or the value of its `jobLabel`; then
/// `namespace`, `service`, `pod`, `container`, and `endpoint`, the name of the port. Pods that have ended are left out.
public final class MonitorDiscovery {

    private MonitorDiscovery() {}

    public static Discovery discover(List<Monitor> monitors, Discovery.Snapshot snapshot) {
        var found = new ArrayList<ScrapeTarget>();
        var dropped = new ArrayList<Discovery.Dropped>();
        for (var monitor : monitors) {
            for (int i = 0; i < monitor.endpoints().size(); i++) {
                var endpoint = monitor.endpoints().get(i);
                var builder = new TargetBuilder(monitor.pool(i), endpoint.relabelings(), endpoint.settings());
                switch (monitor.kind()) {
                    case SERVICE_MONITOR -> services(monitor, endpoint, snapshot, builder);
                    case POD_MONITOR -> pods(monitor, endpoint, snapshot, builder);
                }
                found.addAll(builder.build().targets());
                dropped.addAll(builder.build().dropped());
            }
        }
        return Discovery.merge(List.of(new Discovery(found, dropped)));
    }

    private static void services(
            Monitor monitor, Monitor.Endpoint endpoint, Discovery.Snapshot snapshot, TargetBuilder builder) {
        for (var service : snapshot.services()) {
            boolean selected = monitor.namespaces().contain(service.namespace())
                    && monitor.selector().matches(service.labels());
            if (!selected) {
                continue;
            }
            for (var candidate : MetaLabels.endpoints(service, snapshot.endpoints(service))) {
                if (wantsServicePort(endpoint, candidate)) {
                    var labels = common(endpoint, candidate);
                    copy(labels, monitor.targetLabels(), service.labels());
                    copy(labels, monitor.podTargetLabels(), candidate.pod().labels());
                    labels.set("service", service.name());
                    builder.add(labels, job(monitor, service.labels(), service.name()), candidate.pod());
                }
            }
        }
    }

    private static void pods(
            Monitor monitor, Monitor.Endpoint endpoint, Discovery.Snapshot snapshot, TargetBuilder builder) {
        for (var pod : snapshot.pods()) {
            boolean selected = monitor.namespaces().contain(pod.namespace())
                    && monitor.selector().matches(pod.labels())
                    && !pod.phase().ended();
            if (!selected) {
                continue;
            }
            for (var candidate : MetaLabels.podPorts(pod)) {
                if (wantsContainerPort(endpoint, candidate, endpoint.port())) {
                    var labels = common(endpoint, candidate);
                    copy(labels, monitor.podTargetLabels(), pod.labels());
                    builder.add(
                            labels, job(monitor, pod.labels(), monitor.namespace() + "/" + monitor.name()), pod);
                }
            }
        }
    }

    /// `port` names a port of the Service, `targetPort` a container port by name or number.
    private static boolean wantsServicePort(Monitor.Endpoint endpoint, MetaLabels.Found candidate) {
        if (!endpoint.port().isEmpty()) {
            return candidate.labels().value("__meta_kubernetes_endpoint_port_name").equals(endpoint.port());
        }
        return wantsContainerPort(endpoint, candidate, "");
    }

    private static boolean wantsContainerPort(Monitor.Endpoint endpoint, MetaLabels.Found candidate, String port) {
        var wanted = port.isEmpty() ? endpoint.targetPort() : port;
        return wanted.isEmpty()
                || candidate.labels().value("__meta_kubernetes_pod_container_port_name").equals(wanted)
                || candidate.labels().value("__address__").endsWith(":" + wanted);
    }

    private static Labels.Builder common(Monitor.Endpoint endpoint, MetaLabels.Found candidate) {
        var labels = candidate.labels().toBuilder()
                .set("__scheme__", endpoint.scheme().toLowerCase(Locale.ROOT))
                .set("__metrics_path__", endpoint.path())
                .set("namespace", candidate.pod().namespace())
                .set("pod", candidate.pod().name())
                .set("container", candidate.labels().value("__meta_kubernetes_pod_container_name"))
                .set("endpoint", endpoint.port().isEmpty() ? endpoint.targetPort() : endpoint.port());
        endpoint.params().forEach((name, values) -> {
            if (!values.isEmpty()) {
                labels.set("__param_" + name, values.getFirst());
            }
        });
        return labels;
    }

    private static void copy(Labels.Builder labels, List<String> names, Map<String, String> values) {
        for (var name : names) {
            labels.set(name.replaceAll("[^a-zA-Z0-9_]", "_"), values.getOrDefault(name, ""));
        }
    }

    private static String job(Monitor monitor, Map<String, String> labels, String standard) {
        var job = monitor.jobLabel().isEmpty() ? "" : labels.getOrDefault(monitor.jobLabel(), "");
        return job.isEmpty() ? standard : job;
    }
}
