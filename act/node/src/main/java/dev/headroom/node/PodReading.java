package dev.headroom.node;

import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.workloads.PodTemplate;
import dev.headroom.workloads.WorkloadReader;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A pod of the API as something that can be run, or why it cannot.
sealed interface PodReading {

    record Usable(PodTemplate template) implements PodReading {}

    /// It waits until somebody changes something.
    ///
    /// @param reason as a kubelet would say it
    record Refused(String reason, String message) implements PodReading {}

    /// Reads it, with the values of ConfigMaps and Secrets in place of references to them.
    static PodReading of(Pod pod, EnvironmentSources sources) {
        var without = withoutCommand(pod);
        if (without.isPresent()) {
            return new Refused("ErrImagePull", "container \"" + without.get().getName()
                    + "\": expected a command to run as a process, got only image \"" + without.get().getImage()
                    + "\", and this node has no images; add for example  command: [\"python3\", \"server.py\"]  to it");
        }
        var missing = Optional.<String>empty();
        var copy = new PodBuilder(pod).build();
        for (var container : containers(copy)) {
            missing = missing.or(() -> sources.resolve(copy.getMetadata().getNamespace(), container));
        }
        if (missing.isPresent()) {
            return new Refused("CreateContainerConfigError", missing.get());
        }
        try {
            var name = "pod " + pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
            // What the cluster says of it changes, and no process needs it.
            copy.setStatus(null);
            copy.getMetadata().setManagedFields(List.of());
            var manifest = Manifest.read(name, Serialization.asJson(copy)).getFirst();
            return new Usable(new WorkloadReader().pod(manifest));
        } catch (ManifestException unusable) {
            return new Refused("CreateContainerConfigError", String.valueOf(unusable.getMessage()));
        }
    }

    private static List<Container> containers(Pod pod) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .toList();
    }

    private static Optional<Container> withoutCommand(Pod pod) {
        return containers(pod).stream().filter(container -> container.getCommand().isEmpty()).findFirst();
    }
}
