package dev.headroom.keda;

import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.ScaleTargetRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A HorizontalPodAutoscaler as it stands in a cluster before defaults are filled in.
///
/// @param owner the ScaledObject that it belongs to; empty for somebody else's
public record StoredHpa(
        String namespace,
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        Optional<String> owner,
        Spec spec) {

    static final String OWNERSHIP_ANNOTATION = "validations.keda.sh/hpa-ownership";

    public StoredHpa {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    public record Spec(
            ScaleTargetRef scaleTargetRef,
            Optional<Integer> minReplicas,
            int maxReplicas,
            List<MetricSpec> metrics,
            Optional<WrittenBehavior> behavior) {
        public Spec {
            metrics = List.copyOf(metrics);
        }

        /// Whether an autoscaler with this spec already does what `wanted` asks for: values that `wanted` leaves open
        /// do not count.
        boolean satisfies(Spec wanted) {
            return metrics.size() == wanted.metrics.size()
                    && behavior.equals(wanted.behavior)
                    && scaleTargetRef.equals(wanted.scaleTargetRef)
                    && (wanted.minReplicas.isEmpty() || minReplicas.equals(wanted.minReplicas))
                    && maxReplicas == wanted.maxReplicas
                    && metrics.equals(wanted.metrics);
        }
    }

    /// Reads one out of a cluster.
    ///
    /// @throws dev.headroom.manifests.ManifestException for fields that are unknown or of a wrong form
    public static StoredHpa of(Manifest manifest) {
        var hpa = HorizontalPodAutoscaler.stored(manifest);
        var owner = manifest.root().at("metadata").at("ownerReferences").items().stream()
                .filter(each -> each.at("kind").text("").equals(ScaledObject.KIND))
                .map(each -> each.at("name").text(""))
                .findFirst();
        return new StoredHpa(
                hpa.namespace(),
                hpa.name(),
                manifest.metadata().labels(),
                manifest.metadata().annotations(),
                owner,
                new Spec(
                        hpa.scaleTargetRef(),
                        Optional.of(hpa.minReplicas()),
                        hpa.maxReplicas(),
                        hpa.metrics(),
                        ScaledObjectReader.behavior(manifest.spec().at("behavior"))));
    }

    /// Whether it already is as `wanted`; what `wanted` does not name may be there too.
    boolean satisfies(StoredHpa wanted) {
        return spec.satisfies(wanted.spec)
                && includes(labels, wanted.labels)
                && includes(annotations, wanted.annotations)
                && !(wanted.annotations.isEmpty() && !annotations.isEmpty());
    }

    private static boolean includes(Map<String, String> all, Map<String, String> some) {
        return all.entrySet().containsAll(some.entrySet());
    }

    /// As the API server stores it and its controller runs it.
    public HorizontalPodAutoscaler defaulted() {
        return new HorizontalPodAutoscaler(
                namespace,
                name,
                spec.scaleTargetRef(),
                spec.minReplicas().orElse(1),
                spec.maxReplicas(),
                spec.metrics(),
                spec.behavior().map(WrittenBehavior::defaulted));
    }
}
