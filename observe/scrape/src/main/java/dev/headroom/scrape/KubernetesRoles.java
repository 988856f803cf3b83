package dev.headroom.scrape;

import dev.headroom.config.SdConfig;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The targets that `kubernetes_sd_configs` finds among pods and Services, wherever those run: in a cluster, or as
/// processes of this machine. Selectors of a discovery are not applied: relabelling chooses.
final class KubernetesRoles {

    private static final String META = "__meta_kubernetes_";

    private KubernetesRoles() {}

    /// @param pod the pod behind an address, if there is one
    record Found(Labels labels, @Nullable PodView pod) {}

    static List<Found> targets(SdConfig.Kubernetes config, Discovery.Snapshot snapshot) {
        var found = new ArrayList<Found>();
        switch (config.role()) {
            case POD -> snapshot.pods().stream()
                    .filter(pod -> looksIn(config, pod.namespace()))
                    .flatMap(pod -> MetaLabels.podPorts(pod).stream())
                    .forEach(one -> found.add(new Found(one.labels(), one.pod())));
            case ENDPOINTS, ENDPOINTSLICE -> services(config, snapshot).stream()
                    .flatMap(service -> MetaLabels.endpoints(service, snapshot.endpoints(service)).stream())
                    .forEach(one -> found.add(new Found(one.labels(), one.pod())));
            case SERVICE -> services(config, snapshot).forEach(service -> found.addAll(service(service)));
            case NODE, INGRESS -> {
                // A machine of processes has neither.
            }
        }
        return found;
    }

    private static List<ServiceView> services(SdConfig.Kubernetes config, Discovery.Snapshot snapshot) {
        return snapshot.services().stream()
                .filter(service -> looksIn(config, service.namespace()))
                .toList();
    }

    private static boolean looksIn(SdConfig.Kubernetes config, String namespace) {
        return config.namespaces().isEmpty() || config.namespaces().contains(namespace);
    }

    private static List<Found> service(ServiceView service) {
        return service.ports().stream()
                .map(port -> {
                    var labels = Labels.builder()
                            .set("__address__", service.name() + "." + service.namespace() + ".svc:" + port.port())
                            .set(META + "namespace", service.namespace())
                            .set(META + "service_name", service.name())
                            .set(META + "service_port_name", port.name())
                            .set(META + "service_port_number", Integer.toString(port.port()))
                            .set(META + "service_port_protocol", "TCP");
                    Discovery.meta(labels, META + "service_label", service.labels());
                    Discovery.meta(labels, META + "service_annotation", service.annotations());
                    return new Found(labels.build(), null);
                })
                .toList();
    }
}
