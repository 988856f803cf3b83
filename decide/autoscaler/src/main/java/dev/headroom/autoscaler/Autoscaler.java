package dev.headroom.autoscaler;

import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.hpa.HpaSettings;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.keda.ClusterView;
import dev.headroom.keda.ScaledObject;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.ScaleTargetRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Something that decides over the replicas of one target: a HorizontalPodAutoscaler, or a ScaledObject with the one it
/// stands for.
///
/// @param hpa the object itself, or the generated one
/// @param settings what the flags of kube-controller-manager would say
public record Autoscaler(HorizontalPodAutoscaler hpa, Optional<Scaled> scaled, HpaSettings settings) {

    /// How often the HorizontalPodAutoscaler controller decides.
    public static final Duration SYNC_PERIOD = Duration.ofSeconds(15);

    public static Autoscaler of(HorizontalPodAutoscaler hpa) {
        return new Autoscaler(hpa, Optional.empty(), HpaSettings.DEFAULT);
    }

    private static Autoscaler of(Scaled scaled) {
        return new Autoscaler(scaled.hpa().defaulted(), Optional.of(scaled), HpaSettings.DEFAULT);
    }

    /// Reads either kind, empty for a manifest that is neither.
    ///
    /// @param cluster what a ScaledObject must fit into
    /// @throws dev.headroom.manifests.ManifestException for what the API server, KEDA or this program would refuse
    public static Optional<Autoscaler> of(Manifest manifest, ClusterView cluster) {
        return switch (manifest.kind()) {
            case HorizontalPodAutoscaler.KIND -> Optional.of(of(HorizontalPodAutoscaler.of(manifest)));
            case ScaledObject.KIND -> Optional.of(of(Scaled.of(manifest, cluster)));
            default -> Optional.empty();
        };
    }

    private Optional<ScaledObject> scaledObject() {
        return scaled.map(Scaled::object);
    }

    public String name() {
        return scaledObject().map(ScaledObject::name).orElse(hpa.name());
    }

    public String namespace() {
        return hpa.namespace();
    }

    /// `namespace/name` of the object that a person wrote.
    public String key() {
        return namespace() + "/" + name();
    }

    public String kind() {
        return scaled.isPresent() ? ScaledObject.KIND : HorizontalPodAutoscaler.KIND;
    }

    public ScaleTargetRef target() {
        return hpa.scaleTargetRef();
    }

    /// The fewest replicas, asleep or not.
    public int minReplicas() {
        return scaledObject()
                .map(object -> object.counts().idle().orElse(object.counts().lowest()))
                .orElse(hpa.minReplicas());
    }

    public int maxReplicas() {
        return hpa.maxReplicas();
    }

    /// How often the triggers of a ScaledObject are polled; empty for a HorizontalPodAutoscaler.
    public Optional<Duration> pollingInterval() {
        return scaledObject().map(object -> object.timing().polling());
    }

    /// What was read and has no effect, one line each.
    public List<String> warnings() {
        return scaled.map(Scaled::warnings).orElse(List.of());
    }

    /// The questions to ask before a turn of [Decider#decide], in the order of the object.
    public List<MetricQuery> queries(Memory memory, Turn turn) {
        return scaled.map(each -> TriggerQueries.of(each, memory, turn))
                .orElseGet(() -> hpa.metrics().stream()
                        .map(spec -> MetricQuery.of(spec, namespace()))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /// All questions that it may ever ask.
    public List<MetricQuery> queries() {
        return scaled.map(TriggerQueries::all).orElseGet(() -> queries(Memory.start(), Turn.BOTH));
    }

    /// Whether a decision looks at what the pods use; nobody need be asked otherwise.
    public boolean needsUsage() {
        return metrics().stream().anyMatch(spec -> switch (spec) {
            case MetricSpec.Resource _, MetricSpec.ContainerResource _ -> true;
            case MetricSpec.Pods _, MetricSpec.DescribedObject _, MetricSpec.External _, MetricSpec.Unknown _ -> false;
        });
    }

    /// The metrics in the order in which the object names them; one that a formula computes comes last.
    List<MetricSpec> metrics() {
        return scaled.map(each -> {
                    var specs = new ArrayList<MetricSpec>();
                    each.triggers().forEach(trigger -> specs.add(each.spec(trigger)));
                    if (each.object().advanced().modifiers().isPresent()) {
                        hpa.metrics().stream()
                                .filter(spec -> spec.name().equals(ScaledObject.COMPOSITE))
                                .forEach(specs::add);
                    }
                    return List.copyOf(specs);
                })
                .orElse(hpa.metrics());
    }
}
