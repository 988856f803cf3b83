package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A HorizontalPodAutoscaler or ScaledObject as written.
///
/// @param triggers of a ScaledObject
/// @param metrics the entries of `spec.metrics` of a HorizontalPodAutoscaler
public record Scaler(Manifest manifest, List<Trigger> triggers, List<Field> metrics) {

    static final String HPA = "HorizontalPodAutoscaler";
    static final String SCALED_OBJECT = "ScaledObject";
    private static final int KEDA_MAX = 100;

    static Scaler of(Manifest manifest) {
        var triggers = Peek.items(manifest.root(), "spec", "triggers");
        return new Scaler(
                manifest,
                IntStream.range(0, triggers.size())
                        .mapToObj(i -> Trigger.of(triggers.get(i), i))
                        .toList(),
                Peek.items(manifest.root(), "spec", "metrics"));
    }

    public boolean isScaledObject() {
        return manifest.kind().equals(SCALED_OBJECT);
    }

    /// `ScaledObject default/inference`
    public String what() {
        return manifest.kind() + " " + namespace() + "/" + manifest.metadata().name();
    }

    public String namespace() {
        return manifest.metadata().namespace();
    }

    public Field target() {
        return Peek.at(manifest.root(), "spec", "scaleTargetRef");
    }

    public String targetKind() {
        return Peek.text(target(), "kind").filter(kind -> !kind.isBlank()).orElse(isScaledObject() ? "Deployment" : "");
    }

    public String targetName() {
        return Peek.text(target(), "name").orElse("");
    }

    public Field minField() {
        return Peek.at(manifest.root(), "spec", isScaledObject() ? "minReplicaCount" : "minReplicas");
    }

    public Field maxField() {
        return Peek.at(manifest.root(), "spec", isScaledObject() ? "maxReplicaCount" : "maxReplicas");
    }

    /// With the default of its kind: 1, or 0 for a ScaledObject.
    public int min() {
        return Peek.integer(minField()).orElse(isScaledObject() ? 0 : 1);
    }

    /// With KEDA's default of 100; empty when a HorizontalPodAutoscaler has none.
    public Optional<Integer> max() {
        return Peek.integer(maxField()).or(() -> isScaledObject() ? Optional.of(KEDA_MAX) : Optional.empty());
    }

    /// `behavior`, wherever it is written.
    public Field behavior() {
        return isScaledObject()
                ? Peek.at(manifest.root(), "spec", "advanced", "horizontalPodAutoscalerConfig", "behavior")
                : Peek.at(manifest.root(), "spec", "behavior");
    }

    /// What the autoscaler compares with the requests or the use of pods.
    ///
    /// @param container the only container that counts; empty for all
    /// @param utilization percent of the requests; empty for an average value
    /// @param place where the target is written
    public record ResourceTarget(String resource, String container, Optional<Integer> utilization, Field.Place place) {}

    public List<ResourceTarget> resourceTargets() {
        return isScaledObject()
                ? triggers.stream().filter(Trigger::isResource).map(Scaler::resourceTarget).toList()
                : metrics.stream().flatMap(metric -> resourceTarget(metric).stream()).toList();
    }

    private static ResourceTarget resourceTarget(Trigger trigger) {
        var percent = trigger.metricType().equals("Utilization")
                ? Peek.integer(trigger.field(), "metadata", "value")
                : Optional.<Integer>empty();
        return new ResourceTarget(
                trigger.type(),
                trigger.metadata().getOrDefault("containerName", ""),
                percent,
                trigger.place("value"));
    }

    private static Optional<ResourceTarget> resourceTarget(Field metric) {
        var sources = Map.of("Resource", "resource", "ContainerResource", "containerResource");
        return Peek.text(metric, "type").map(sources::get).map(source -> {
            var field = Peek.at(metric, source);
            var percent = Peek.at(field, "target", "averageUtilization");
            return new ResourceTarget(
                    Peek.text(field, "name").orElse(""),
                    Peek.text(field, "container").orElse(""),
                    Peek.integer(percent),
                    percent.isMissing() ? metric.place() : percent.place());
        });
    }
}
