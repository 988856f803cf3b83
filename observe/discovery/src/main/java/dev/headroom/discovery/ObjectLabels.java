package dev.headroom.discovery;

import dev.headroom.config.SdConfig.Attached;
import dev.headroom.discovery.ClusterObjects.Kind;
import dev.headroom.discovery.KubernetesTargets.Target;
import dev.headroom.manifests.Field;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// The `__meta_kubernetes_` labels that objects give their targets.
final class ObjectLabels {

    static final String ADDRESS = "__address__";
    static final String META = "__meta_kubernetes_";

    /// Which address of a node counts, the first that it has.
    private static final List<String> NODE_ADDRESSES =
            List.of("InternalIP", "InternalDNS", "ExternalIP", "ExternalDNS", "LegacyHostIP", "Hostname");

    private final Attached attached;
    private final ClusterObjects objects;

    ObjectLabels(Attached attached, ClusterObjects objects) {
        this.attached = attached;
        this.objects = objects;
    }

    /// Name, labels and annotations of an object, under the word for its kind.
    static void meta(Labels.Builder to, String kind, Field object) {
        to.set(META + kind + "_name", ObjectName.of(object).name());
        written(to, kind, object);
    }

    private static void written(Labels.Builder to, String kind, Field object) {
        for (var what : List.of("label", "annotation")) {
            object.at("metadata").at(what + "s").texts().forEach((name, value) -> {
                var clean = clean(name);
                to.set(META + kind + "_" + what + "_" + clean, value);
                to.set(META + kind + "_" + what + "present_" + clean, "true");
            });
        }
    }

    static String clean(String name) {
        return name.replaceAll("[^a-zA-Z0-9_]", "_");
    }

    static String hostPort(String host, String port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /// The namespace of an object and, where that is wanted, what its namespace carries.
    void namespace(Labels.Builder to, String namespace) {
        to.set(META + "namespace", namespace);
        if (attached.namespace()) {
            objects.find(Kind.NAMESPACE, ObjectName.ofCluster(namespace))
                    .ifPresent(each -> written(to, "namespace", each));
        }
    }

    /// What a node carries, where that is wanted.
    void attachNode(Labels.Builder to, String name) {
        if (attached.node()) {
            objects.find(Kind.NODE, ObjectName.ofCluster(name)).ifPresent(node -> meta(to, "node", node));
        }
    }

    Optional<Target> node(Field node) {
        var addresses = new LinkedHashMap<String, String>();
        for (var address : node.at("status").at("addresses").items()) {
            addresses.putIfAbsent(address.at("type").text(""), address.at("address").text(""));
        }
        return NODE_ADDRESSES.stream().map(addresses::get).filter(Objects::nonNull).findFirst().map(host -> {
            var kubelet = node.at("status").at("daemonEndpoints").at("kubeletEndpoint").at("Port").text("0");
            var labels = Labels.builder()
                    .set(ADDRESS, hostPort(host, kubelet))
                    .set("instance", ObjectName.of(node).name())
                    .set(META + "node_provider_id", node.at("spec").at("providerID").text(""));
            node.at("status").at("conditions").items().forEach(condition -> labels.set(
                    META + "node_condition_" + clean(condition.at("type").text("").toLowerCase(Locale.ROOT)),
                    condition.at("status").text("").toLowerCase(Locale.ROOT)));
            addresses.forEach((type, address) -> labels.set(META + "node_address_" + clean(type), address));
            meta(labels, "node", node);
            return new Target(labels.build(), Optional.empty());
        });
    }

    List<Target> service(Field service) {
        var name = ObjectName.of(service);
        var spec = service.at("spec");
        var type = spec.at("type").text("");
        var targets = new ArrayList<Target>();
        for (var port : spec.at("ports").items()) {
            var number = port.at("port").text("0");
            var labels = Labels.builder()
                    .set(ADDRESS, hostPort(name.name() + "." + name.namespace() + ".svc", number))
                    .set(META + "service_port_name", port.at("name").text(""))
                    .set(META + "service_port_number", number)
                    .set(META + "service_port_protocol", port.at("protocol").text(""))
                    .set(META + "service_type", type);
            if (type.equals("ExternalName")) {
                labels.set(META + "service_external_name", spec.at("externalName").text(""));
            } else {
                labels.set(META + "service_cluster_ip", spec.at("clusterIP").text(""));
            }
            if (type.equals("LoadBalancer")) {
                labels.set(META + "service_loadbalancer_ip", spec.at("loadBalancerIP").text(""));
            }
            meta(labels, "service", service);
            namespace(labels, name.namespace());
            targets.add(new Target(labels.build(), Optional.empty()));
        }
        return targets;
    }

    /// Every port of every container, and the bare address for a container without ports.
    List<Target> pod(Field pod) {
        var address = pod.at("status").at("podIP").text("");
        var targets = new ArrayList<Target>();
        if (address.isEmpty()) {
            return targets;
        }
        for (var container : PodContainer.all(pod)) {
            for (var port : container.ports()) {
                targets.add(target(pod, container, Optional.of(port), hostPort(address, PodContainer.number(port))));
            }
            if (container.ports().isEmpty()) {
                targets.add(target(pod, container, Optional.empty(), address));
            }
        }
        return targets;
    }

    private Target target(Field pod, PodContainer container, Optional<Field> port, String address) {
        var labels = Labels.builder().set(ADDRESS, address);
        container.label(labels, port);
        labels.set(META + "pod_container_id", container.id());
        podMeta(labels, pod);
        namespace(labels, ObjectName.of(pod).namespace());
        attachNode(labels, pod.at("spec").at("nodeName").text(""));
        return new Target(labels.build(), Optional.of(ObjectName.of(pod)));
    }

    /// What a pod gives to every target that leads to it.
    void podMeta(Labels.Builder to, Field pod) {
        var status = pod.at("status");
        var ready = status.at("conditions").items().stream()
                .filter(condition -> condition.at("type").text("").equals("Ready"))
                .map(condition -> condition.at("status").text(""))
                .findFirst()
                .orElse("Unknown");
        to.set(META + "pod_ip", status.at("podIP").text(""))
                .set(META + "pod_ready", ready.toLowerCase(Locale.ROOT))
                .set(META + "pod_phase", status.at("phase").text(""))
                .set(META + "pod_node_name", pod.at("spec").at("nodeName").text(""))
                .set(META + "pod_host_ip", status.at("hostIP").text(""))
                .set(META + "pod_uid", pod.at("metadata").at("uid").text(""));
        meta(to, "pod", pod);
        ObjectName.controller(pod, "").ifPresent(owner -> controller(to, pod, owner));
    }

    private void controller(Labels.Builder to, Field pod, Field owner) {
        var kind = owner.at("kind").text("");
        var name = owner.at("name").text("");
        to.set(META + "pod_controller_kind", kind).set(META + "pod_controller_name", name);
        var owned = new ObjectName(ObjectName.of(pod).namespace(), name);
        if (kind.equals("ReplicaSet") && attached.deployment()) {
            controllerName(Kind.REPLICASET, owned, "Deployment")
                    .ifPresent(each -> to.set(META + "pod_deployment_name", each));
        }
        if (kind.equals("Job") && attached.job()) {
            to.set(META + "pod_job_name", name);
        }
        if (kind.equals("Job") && attached.cronJob()) {
            controllerName(Kind.JOB, owned, "CronJob").ifPresent(each -> to.set(META + "pod_cronjob_name", each));
        }
    }

    private Optional<String> controllerName(Kind kind, ObjectName owned, String ownerKind) {
        return objects.find(kind, owned)
                .flatMap(object -> ObjectName.controller(object, ownerKind))
                .map(owner -> owner.at("name").text(""));
    }
}
