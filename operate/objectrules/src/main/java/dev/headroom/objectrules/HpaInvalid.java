package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import java.util.stream.Stream;

/// What the API server refuses in a HorizontalPodAutoscaler, in its words.
final class HpaInvalid implements Rule {

    @Override
    public String id() {
        return "hpa-invalid";
    }

    @Override
    public String title() {
        return "The API server refuses the HorizontalPodAutoscaler";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        // What the API server has let pass, it does not refuse.
        return drafts.settings().stage() == Drafts.Stage.ADMITTED ? Stream.empty() : drafts
                .of(HorizontalPodAutoscaler.KIND)
                .filter(manifest -> manifest.apiVersion().equals(HorizontalPodAutoscaler.API_VERSION))
                .flatMap(this::findings);
    }

    private Stream<Finding> findings(Manifest manifest) {
        var what = "HorizontalPodAutoscaler " + manifest.metadata().namespace() + "/" + manifest.metadata().name()
                + ": ";
        try {
            HorizontalPodAutoscaler.stored(manifest);
            boolean zeroAllowed = Peek.items(manifest.root(), "spec", "metrics").stream()
                    .map(metric -> Peek.text(metric, "type").orElse(""))
                    .anyMatch(type -> type.equals("Object") || type.equals("External"));
            return HorizontalPodAutoscaler.validationErrors(manifest, zeroAllowed).stream()
                    .map(problem -> error(
                            Peek.path(manifest.root(), problem.substring(0, problem.indexOf(": "))).place(),
                            what + "expected what the API server accepts, got " + problem));
        } catch (ManifestException wrong) {
            return Stream.of(Refusals.of(this, manifest.root(), what, wrong));
        }
    }
}
