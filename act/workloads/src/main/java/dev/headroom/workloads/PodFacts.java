package dev.headroom.workloads;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the downward API can tell a container of its pod.
///
/// @param labels the pod's, those of the template and what the controller added
/// @param ports for each container port, the port to listen on where pods share an address; others stay as they are
/// @param capacity of the machine in milli-units by resource name, which stands for a limit that is not set
public record PodFacts(
        String namespace,
        String name,
        String uid,
        String podIP,
        String nodeName,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<ContainerSpec> containers,
        Map<Integer, Integer> ports,
        Map<String, Long> capacity) {

    public PodFacts {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        containers = List.copyOf(containers);
        ports = Map.copyOf(ports);
        capacity = Map.copyOf(capacity);
    }

    /// The value at a field path that a manifest may name.
    String field(String fieldPath) {
        return switch (fieldPath) {
            case "metadata.name" -> name;
            case "metadata.namespace" -> namespace;
            case "metadata.uid" -> uid;
            case "status.podIP", "status.podIPs", "status.hostIP", "status.hostIPs" -> podIP;
            case "spec.nodeName" -> nodeName;
            case "spec.serviceAccountName" -> "default";
            case String other ->
                ContainerReader.keyed(other)
                        .map(keyed -> (keyed.getKey().equals("labels") ? labels : annotations)
                                .getOrDefault(keyed.getValue(), ""))
                        .orElse("");
        };
    }

    /// A request or limit; a limit that is not set is what the machine has, a request is nothing.
    String resource(EnvVariable.ResourceFieldRef reference, ContainerSpec asking) {
        var container = reference.container()
                .flatMap(name -> containers.stream().filter(each -> each.name().equals(name)).findFirst())
                .orElse(asking);
        var parts = reference.resource().split("\\.", 2);
        boolean limit = parts[0].equals("limits");
        var set = limit ? container.resources().limits() : container.resources().requests();
        var value = Optional.ofNullable(set.get(parts[1]))
                .orElse(limit ? capacity.getOrDefault(parts[1], 0L) : 0L);
        return ContainerReader.divided(value, reference.divisorMilli());
    }
}
