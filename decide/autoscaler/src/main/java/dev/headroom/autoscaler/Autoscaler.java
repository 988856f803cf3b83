package dev.headroom.autoscaler;

import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.hpa.HpaSettings;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.ScaleTargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Something that decides over the replicas of one target: a HorizontalPodAutoscaler, or a ScaledObject with the one it
/// stands for.
///
/// @param hpa the object itself, or the generated one
/// @param settings what the flags of kube-controller-manager would say
public record Autoscaler(HorizontalPodAutoscaler hpa, Optional<ScaledObject> scaledObject, HpaSettings settings) {

    /// How often the HorizontalPodAutoscaler controller decides.
    public static final Duration SYNC_PERIOD = Duration.ofSeconds(15);

    public static Autoscaler of(ScaledObject object) {
        return new Autoscaler(GeneratedHpa.of(object), Optional.of(object), HpaSettings.DEFAULT);
    }

    public static Autoscaler of(HorizontalPodAutoscaler hpa) {
        return new Autoscaler(hpa, Optional.empty(), HpaSettings.DEFAULT);
    }

    /// Reads either kind, empty for a manifest that is neither.
    ///
    /// @throws dev.headroom.manifests.ManifestException for what the API server, KEDA or this program would refuse
    public static Optional<Autoscaler> of(Manifest manifest) {
        return switch (manifest.kind()) {
            case HorizontalPodAutoscaler.KIND -> Optional.of(of(HorizontalPodAutoscaler.of(manifest)));
            case ScaledObject.KIND -> Optional.of(of(ScaledObject.of(manifest)));
            default -> Optional.empty();
        };
    }

    public String name() {
        return scaledObject.map(ScaledObject::name).orElse(hpa.name());
    }

    public String namespace() {
        return hpa.namespace();
    }

    /// `namespace/name` of the object that a person wrote.
    public String key() {
        return namespace() + "/" + name();
    }

    public String kind() {
        return scaledObject.isPresent() ? ScaledObject.KIND : HorizontalPodAutoscaler.KIND;
    }

    public ScaleTargetRef target() {
        return hpa.scaleTargetRef();
    }

    /// The fewest replicas, asleep or not.
    public int minReplicas() {
        return scaledObject
                .map(object -> object.counts().idle().orElse(object.counts().lowest()))
                .orElse(hpa.minReplicas());
    }

    public int maxReplicas() {
        return hpa.maxReplicas();
    }

    /// How often to decide: every sync period, or every `pollingInterval` where that is shorter.
    public Duration period() {
        return scaledObject
                .map(object -> object.timing().pollingInterval())
                .filter(interval -> interval.compareTo(SYNC_PERIOD) < 0)
                .orElse(SYNC_PERIOD);
    }

    /// What was read and has no effect, one line each.
    public List<String> warnings() {
        return scaledObject.map(ScaledObject::warnings).orElse(List.of());
    }

    /// The questions to ask before [Decider#decide], in the order of the object.
    public List<MetricQuery> queries() {
        return scaledObject
                .map(object -> object.triggers().stream()
                        .filter(Trigger.Prometheus.class::isInstance)
                        .map(trigger -> MetricQuery.of((Trigger.Prometheus) trigger))
                        .toList())
                .orElseGet(() -> hpa.metrics().stream()
                        .map(spec -> MetricQuery.of(spec, namespace()))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /// The metrics in the order in which the object names them.
    List<MetricSpec> metrics() {
        return scaledObject
                .map(object -> object.triggers().stream()
                        .map(trigger -> trigger.metric(object.name()))
                        .toList())
                .orElse(hpa.metrics());
    }
}
