package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Rule;
import dev.headroom.manifests.Manifest;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Versions of the API that clusters no longer serve.
final class ApiRemoved implements Rule {

    /// @param since the Kubernetes version without it
    /// @param sameFields whether the fields are the same, so that the version alone can be changed
    private record Removal(String since, String now, boolean sameFields) {}

    private static final Map<String, Removal> REMOVED = Map.of(
            "autoscaling/v2beta2 HorizontalPodAutoscaler", new Removal("1.26", "autoscaling/v2", true),
            "autoscaling/v2beta1 HorizontalPodAutoscaler", new Removal("1.25", "autoscaling/v2", false),
            "extensions/v1beta1 Deployment", new Removal("1.16", "apps/v1", false),
            "apps/v1beta1 Deployment", new Removal("1.16", "apps/v1", false),
            "apps/v1beta2 Deployment", new Removal("1.16", "apps/v1", false),
            "apps/v1beta1 StatefulSet", new Removal("1.16", "apps/v1", false),
            "apps/v1beta2 StatefulSet", new Removal("1.16", "apps/v1", false),
            "policy/v1beta1 PodDisruptionBudget", new Removal("1.25", "policy/v1", false),
            "keda.k8s.io/v1alpha1 ScaledObject", new Removal("KEDA 2.0", "keda.sh/v1alpha1", false));

    @Override
    public String id() {
        return "api-removed";
    }

    @Override
    public String title() {
        return "An API version that clusters no longer serve";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.manifests().stream().flatMap(manifest -> {
            var removal = REMOVED.get(manifest.apiVersion() + " " + manifest.kind());
            return removal == null ? Stream.empty() : Stream.of(finding(manifest, removal, drafts));
        });
    }

    private Finding finding(Manifest manifest, Removal removal, Drafts drafts) {
        var field = manifest.root().at("apiVersion");
        return error(
                        field.place(),
                        manifest.kind() + " " + manifest.metadata().namespace() + "/" + manifest.metadata().name()
                                + ": expected " + removal.now() + ", got " + manifest.apiVersion()
                                + ", which is gone since " + removal.since()
                                + (removal.sameFields() ? "" : "; its fields differ, too"))
                .with(removal.sameFields()
                        ? drafts.rewrite(field, removal.now()).map(edit -> Fix.of("write " + removal.now(), edit))
                        : Optional.empty());
    }
}
