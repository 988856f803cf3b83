package dev.headroom.discovery;

import dev.headroom.config.SdConfig;
import dev.headroom.config.SdConfig.Role;
import dev.headroom.discovery.ClusterObjects.Kind;
import dev.headroom.manifests.Field;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The targets that `kubernetes_sd_configs` finds, with the labels that Prometheus gives them.
/// Source: prometheus.io/docs/prometheus/latest/configuration/configuration, `kubernetes_sd_config`.
public final class KubernetesTargets {

    private final SdConfig.Kubernetes config;
    private final ClusterObjects objects;
    private final String ownNamespace;
    private final ObjectSelection selection;
    private final ObjectLabels labels;

    /// @param ownNamespace where this program runs; empty outside of a cluster
    public KubernetesTargets(SdConfig.Kubernetes config, ClusterObjects objects, String ownNamespace) {
        this.config = config;
        this.objects = objects;
        this.ownNamespace = ownNamespace;
        this.selection = new ObjectSelection(config.selectors());
        this.labels = new ObjectLabels(config.attached(), objects);
    }

    /// @param labels what is known before relabelling
    /// @param pod the pod behind the address, if there is one
    public record Target(Labels labels, Optional<ObjectName> pod) {}

    /// All targets, those of one object behind each other.
    public List<Target> targets() {
        var found = new ArrayList<Target>();
        switch (config.role()) {
            case NODE -> selected(Kind.NODE, Role.NODE).forEach(node -> labels.node(node).ifPresent(found::add));
            case SERVICE -> selected(Kind.SERVICE, Role.SERVICE).forEach(each -> found.addAll(labels.service(each)));
            case INGRESS -> selected(Kind.INGRESS, Role.INGRESS)
                    .forEach(each -> found.addAll(new IngressTargets(labels, each).targets()));
            case POD -> pods(found);
            case ENDPOINTS -> selected(Kind.ENDPOINTS, Role.ENDPOINTS)
                    .forEach(each -> found.addAll(endpoints().ofEndpoints(each)));
            case ENDPOINTSLICE -> selected(Kind.ENDPOINTSLICE, Role.ENDPOINTSLICE)
                    .forEach(each -> found.addAll(endpoints().ofSlice(each)));
        }
        return found;
    }

    private void pods(List<Target> found) {
        var nodes = new HashSet<ObjectName>();
        selected(Kind.NODE, Role.NODE).forEach(node -> nodes.add(ObjectName.of(node)));
        for (var pod : selected(Kind.POD, Role.POD)) {
            var node = ObjectName.ofCluster(pod.at("spec").at("nodeName").text(""));
            if (!config.attached().node() || nodes.contains(node)) {
                found.addAll(labels.pod(pod));
            }
        }
    }

    private EndpointTargets endpoints() {
        return new EndpointTargets(
                labels,
                name -> objects.find(Kind.POD, name).filter(pod -> selection.selects(Role.POD, pod)),
                name -> objects.find(Kind.SERVICE, name).filter(each -> selection.selects(Role.SERVICE, each)));
    }

    private List<Field> selected(Kind kind, Role role) {
        return objects.all(kind).stream()
                .filter(object -> kind == Kind.NODE || looksIn(ObjectName.of(object).namespace()))
                .filter(object -> selection.selects(role, object))
                .toList();
    }

    private boolean looksIn(String namespace) {
        boolean everywhere = config.namespaces().isEmpty() && !config.ownNamespace();
        return everywhere
                || config.namespaces().contains(namespace)
                || (config.ownNamespace() && namespace.equals(ownNamespace));
    }
}
