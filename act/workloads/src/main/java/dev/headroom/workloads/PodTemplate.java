package dev.headroom.workloads;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What pods are made from.
public record PodTemplate(
        Map<String, String> labels,
        Map<String, String> annotations,
        List<ContainerSpec> initContainers,
        List<ContainerSpec> containers,
        Duration terminationGracePeriod,
        RestartPolicy restartPolicy) {

    public PodTemplate {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        initContainers = List.copyOf(initContainers);
        containers = List.copyOf(containers);
    }
}
