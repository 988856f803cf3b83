package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Something that makes pods, or a pod itself, as written.
///
/// @param template its pod template; a Pod is its own
public record Workload(Manifest manifest, Field template) {

    private static final Set<String> KINDS =
            Set.of("Deployment", "StatefulSet", "ReplicaSet", "DaemonSet", "ReplicationController", "Rollout");

    /// Empty for objects of other kinds.
    public static Optional<Workload> of(Manifest manifest) {
        if (manifest.kind().equals("Pod")) {
            return Optional.of(new Workload(manifest, manifest.root()));
        }
        return KINDS.contains(manifest.kind())
                ? Optional.of(new Workload(manifest, Peek.at(manifest.root(), "spec", "template")))
                : Optional.empty();
    }

    /// `Deployment default/inference`
    public String what() {
        return manifest.kind() + " " + namespace() + "/" + name();
    }

    public String kind() {
        return manifest.kind();
    }

    public String namespace() {
        return manifest.metadata().namespace();
    }

    public String name() {
        return manifest.metadata().name();
    }

    public Map<String, String> podLabels() {
        return Peek.texts(template, "metadata", "labels");
    }

    public Field podSpec() {
        return Peek.at(template, "spec");
    }

    public List<Field> containers() {
        return Peek.items(podSpec(), "containers");
    }

    /// The containers that run as long as the pod does, sidecars among the init containers included.
    public List<Field> lastingContainers() {
        var sidecars = Peek.items(podSpec(), "initContainers").stream()
                .filter(container -> Peek.text(container, "restartPolicy").orElse("").equals("Always"));
        return Stream.concat(containers().stream(), sidecars).toList();
    }

    /// The ports that containers name or number.
    public List<Field> ports() {
        return lastingContainers().stream()
                .flatMap(container -> Peek.items(container, "ports").stream())
                .toList();
    }

    public boolean hasPort(String nameOrNumber) {
        return ports().stream()
                .anyMatch(port -> Peek.text(port, "name").orElse("").equals(nameOrNumber)
                        || Peek.text(port, "containerPort").orElse("").equals(nameOrNumber));
    }

    public boolean isTargetOf(Scaler scaler) {
        return scaler.namespace().equals(namespace())
                && scaler.targetKind().equals(kind())
                && scaler.targetName().equals(name());
    }
}
