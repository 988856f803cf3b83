package dev.headroom.discovery;

import static dev.headroom.discovery.ObjectLabels.META;

import dev.headroom.discovery.KubernetesTargets.Target;
import dev.headroom.manifests.Field;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The targets of Endpoints and EndpointSlices: every port of every address, and the ports that the pods behind them
/// declare besides.
final class EndpointTargets {

    private static final String SERVICE_OF_SLICE = "kubernetes.io/service-name";

    private final ObjectLabels labels;
    private final Function<ObjectName, Optional<Field>> pods;
    private final Function<ObjectName, Optional<Field>> services;

    EndpointTargets(
            ObjectLabels labels,
            Function<ObjectName, Optional<Field>> pods,
            Function<ObjectName, Optional<Field>> services) {
        this.labels = labels;
        this.pods = pods;
        this.services = services;
    }

    /// One address with one port.
    ///
    /// @param port its number; empty when it has none
    /// @param labels of the address and the port
    /// @param reference what is behind the address
    /// @param containerProtocol the protocol of the container's port; empty when the container says it
    private record Endpoint(
            String host, String port, Labels.Builder labels, Field reference, Optional<String> containerProtocol) {}

    List<Target> ofEndpoints(Field endpoints) {
        var name = ObjectName.of(endpoints);
        var shared = Labels.builder();
        services.apply(name).ifPresent(service -> ObjectLabels.meta(shared, "service", service));
        ObjectLabels.meta(shared, "endpoints", endpoints);
        labels.namespace(shared, name.namespace());
        var found = new Found(shared.build());
        for (var subset : endpoints.at("subsets").items()) {
            for (var port : subset.at("ports").items()) {
                subset.at("addresses").items().forEach(address -> found.add(endpoint(address, port, true)));
                subset.at("notReadyAddresses").items().forEach(address -> found.add(endpoint(address, port, false)));
            }
        }
        return found.all();
    }

    private Endpoint endpoint(Field address, Field port, boolean ready) {
        var protocol = port.at("protocol").text("");
        var made = Labels.builder()
                .set(META + "endpoint_port_name", port.at("name").text(""))
                .set(META + "endpoint_port_protocol", protocol)
                .set(META + "endpoint_ready", Boolean.toString(ready))
                .set(META + "endpoint_hostname", address.at("hostname").text(""))
                .set(META + "endpoint_node_name", address.at("nodeName").text(""));
        var reference = address.at("targetRef");
        made.set(META + "endpoint_address_target_kind", reference.at("kind").text(""))
                .set(META + "endpoint_address_target_name", reference.at("name").text(""));
        address.at("nodeName").optionalText().or(() -> nodeBehind(reference))
                .ifPresent(node -> labels.attachNode(made, node));
        return new Endpoint(
                address.at("ip").text(""), port.at("port").text("0"), made, reference, Optional.of(protocol));
    }

    private static Optional<String> nodeBehind(Field reference) {
        return reference.at("kind").text("").equals("Node") ? reference.at("name").optionalText() : Optional.empty();
    }

    List<Target> ofSlice(Field slice) {
        var name = ObjectName.of(slice);
        var shared = Labels.builder().set(META + "endpointslice_address_type", slice.at("addressType").text(""));
        ObjectLabels.meta(shared, "endpointslice", slice);
        var service = slice.at("metadata").at("labels").at(SERVICE_OF_SLICE).optionalText()
                .flatMap(each -> services.apply(new ObjectName(name.namespace(), each)));
        service.ifPresent(each -> ObjectLabels.meta(shared, "service", each));
        labels.namespace(shared, name.namespace());
        var found = new Found(shared.build());
        if (service.isPresent() && isOfTheOtherFamily(service.get(), slice)) {
            return found.all();
        }
        for (var endpoint : slice.at("endpoints").items()) {
            for (var port : slice.at("ports").items()) {
                endpoint.at("addresses").items().forEach(address -> found.add(endpoint(address, endpoint, port)));
            }
        }
        return found.all();
    }

    /// Whether the Service has addresses of both families and the slice those of the second: they lead to the same
    /// pods.
    private static boolean isOfTheOtherFamily(Field service, Field slice) {
        var spec = service.at("spec");
        var policy = spec.at("ipFamilyPolicy").text("");
        var families = spec.at("ipFamilies").items();
        return (policy.equals("PreferDualStack") || policy.equals("RequireDualStack"))
                && !families.isEmpty()
                && !families.getFirst().text().equals(slice.at("addressType").text(""));
    }

    private Endpoint endpoint(Field address, Field endpoint, Field port) {
        var prefix = META + "endpointslice_";
        var conditions = endpoint.at("conditions");
        var reference = endpoint.at("targetRef");
        var made = Labels.builder()
                .set(prefix + "port_name", port.at("name").text(""))
                .set(prefix + "port_protocol", port.at("protocol").text(""))
                .set(prefix + "port", port.at("port").text(""))
                .set(prefix + "port_app_protocol", port.at("appProtocol").text(""))
                .set(prefix + "endpoint_conditions_ready", conditions.at("ready").text(""))
                .set(prefix + "endpoint_conditions_serving", conditions.at("serving").text(""))
                .set(prefix + "endpoint_conditions_terminating", conditions.at("terminating").text(""))
                .set(prefix + "endpoint_hostname", endpoint.at("hostname").text(""))
                .set(prefix + "endpoint_node_name", endpoint.at("nodeName").text(""))
                .set(prefix + "endpoint_zone", endpoint.at("zone").text(""))
                .set(prefix + "address_target_kind", reference.at("kind").text(""))
                .set(prefix + "address_target_name", reference.at("name").text(""));
        endpoint.at("deprecatedTopology").texts().forEach((key, value) -> {
            var clean = ObjectLabels.clean(key);
            made.set(prefix + "endpoint_topology_" + clean, value);
            made.set(prefix + "endpoint_topology_present_" + clean, "true");
        });
        nodeBehind(reference).or(() -> endpoint.at("nodeName").optionalText())
                .ifPresent(node -> labels.attachNode(made, node));
        return new Endpoint(address.text(), port.at("port").text(""), made, reference, Optional.empty());
    }

    /// Collects the targets of one object.
    private final class Found {

        private final Labels shared;
        private final List<Target> targets = new ArrayList<>();
        private final Map<ObjectName, Field> seen = new LinkedHashMap<>();
        private final Map<ObjectName, Set<String>> covered = new LinkedHashMap<>();

        Found(Labels shared) {
            this.shared = shared;
        }

        void add(Endpoint endpoint) {
            var made = endpoint.labels();
            made.set(ObjectLabels.ADDRESS, endpoint.port().isEmpty()
                    ? endpoint.host()
                    : ObjectLabels.hostPort(endpoint.host(), endpoint.port()));
            var pod = podBehind(endpoint.reference());
            pod.ifPresent(each -> {
                var name = ObjectName.of(each);
                seen.put(name, each);
                covered.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(endpoint.port());
                labels.podMeta(made, each);
                container(made, each, endpoint);
            });
            target(made, pod);
        }

        private Optional<Field> podBehind(Field reference) {
            return reference.at("kind").text("").equals("Pod")
                    ? pods.apply(new ObjectName(reference.at("namespace").text(""), reference.at("name").text("")))
                    : Optional.empty();
        }

        /// The last container that declares the port says what it is.
        private void container(Labels.Builder made, Field pod, Endpoint endpoint) {
            for (var container : PodContainer.all(pod)) {
                container.ports().stream()
                        .filter(port -> PodContainer.number(port).equals(endpoint.port()))
                        .findFirst()
                        .ifPresent(port -> {
                            container.label(made, Optional.of(port));
                            endpoint.containerProtocol().ifPresent(
                                    each -> made.set(META + "pod_container_port_protocol", each));
                        });
            }
        }

        private void target(Labels.Builder made, Optional<Field> pod) {
            var all = shared.toBuilder();
            made.build().forEach(all::set);
            targets.add(new Target(all.build(), pod.map(ObjectName::of)));
        }

        /// Those of the endpoints, then ports that pods behind them declare and no endpoint leads to.
        List<Target> all() {
            seen.forEach((name, pod) -> {
                var address = pod.at("status").at("podIP").text("");
                for (var container : address.isEmpty() ? List.<PodContainer>of() : PodContainer.all(pod)) {
                    for (var port : container.ports()) {
                        var number = PodContainer.number(port);
                        if (!covered.getOrDefault(name, Set.of()).contains(number)) {
                            var made = Labels.builder()
                                    .set(ObjectLabels.ADDRESS, ObjectLabels.hostPort(address, number));
                            container.label(made, Optional.of(port));
                            labels.podMeta(made, pod);
                            target(made, Optional.of(pod));
                        }
                    }
                }
            });
            return targets;
        }
    }
}
