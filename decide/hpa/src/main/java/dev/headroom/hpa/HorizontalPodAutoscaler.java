package dev.headroom.hpa;

import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.model.LabelSelectorException;
import dev.headroom.model.LabelSelectorObject;
import dev.headroom.model.ScaleTargetRef;
import java.util.List;
import java.util.Optional;

/// A HorizontalPodAutoscaler of `autoscaling/v2`, with the API server's defaults filled in: `minReplicas` 1, one metric
/// `cpu` at 80 % where there is none, and both directions of `behavior` where one is written.
///
/// @param behavior empty when the object has none; see [Behavior] for what that changes
public record HorizontalPodAutoscaler(
        String namespace,
        String name,
        ScaleTargetRef scaleTargetRef,
        int minReplicas,
        int maxReplicas,
        List<MetricSpec> metrics,
        Optional<Behavior> behavior) {

    public static final String API_VERSION = "autoscaling/v2";
    public static final String KIND = "HorizontalPodAutoscaler";

    public HorizontalPodAutoscaler {
        metrics = List.copyOf(metrics);
    }

    /// Reads one as a person wrote it.
    ///
    /// @throws ManifestException for the first thing that the API server would refuse, unknown fields included
    public static HorizontalPodAutoscaler of(Manifest manifest) {
        var read = stored(manifest);
        var problems = HpaValidation.errors(manifest.spec(), 1);
        if (!problems.isEmpty()) {
            throw problems.getFirst().exception(manifest.root());
        }
        for (int i = 0; i < read.metrics().size(); i++) {
            var place = "spec.metrics[" + i + "]";
            try {
                read.metrics().get(i).identifier().flatMap(MetricSpec.Identifier::selector).ifPresent(
                        LabelSelectorObject::selector);
            } catch (LabelSelectorException wrong) {
                throw new HpaValidation.Problem(place, String.valueOf(wrong.getMessage())).exception(manifest.root());
            }
        }
        return read;
    }

    /// Reads one as a cluster stores it: other versions accepted what this one would refuse, and it is run all the
    /// same.
    ///
    /// @throws ManifestException for fields that are unknown or of a wrong form
    public static HorizontalPodAutoscaler stored(Manifest manifest) {
        return HpaReader.read(manifest);
    }

    /// All that the API server would say about one, in its words.
    ///
    /// @param zeroAllowed whether `minReplicas` may be 0
    public static List<String> validationErrors(Manifest manifest, boolean zeroAllowed) {
        return HpaValidation.errors(manifest.spec(), zeroAllowed ? 0 : 1).stream()
                .map(HpaValidation.Problem::toString)
                .toList();
    }

    /// `namespace/name`.
    public String key() {
        return namespace + "/" + name;
    }

    boolean hasObjectOrExternalMetric() {
        return metrics.stream()
                .anyMatch(metric ->
                        metric instanceof MetricSpec.DescribedObject || metric instanceof MetricSpec.External);
    }
}
