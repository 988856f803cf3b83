package dev.headroom.operator;

import dev.headroom.keda.Admission;
import dev.headroom.keda.Admission.Check;
import dev.headroom.keda.ClusterView;
import dev.headroom.keda.ScaledObject;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Whether somebody else scales what a ScaledObject wants to scale, in the words of KEDA's admission. Of two
/// ScaledObjects with one target the older one has it.
final class Conflicts {

    private static final Comparator<Held> AGE =
            Comparator.<Held, Instant>comparing(each -> each.created().orElse(Instant.EPOCH)).thenComparing(Held::name);

    private final ClusterCache cache;

    Conflicts(ClusterCache cache) {
        this.cache = cache;
    }

    Optional<String> of(ScaledObject object, Held held, ClusterView view) {
        var rivals = cache.scaledObjects().in(object.namespace()).stream()
                .filter(other -> !other.isGoing() && !other.name().equals(object.name()))
                .filter(other -> sharesSomething(other.manifest(), object))
                .filter(other -> AGE.compare(other, held) < 0)
                .flatMap(other -> read(other.manifest()).stream())
                .toList();
        var verdict = Admission.check(object, among(view, rivals), Admission.Run.DRY);
        return Optional.ofNullable(verdict.errors().get(Check.SCALED_OBJECTS))
                .or(() -> Optional.ofNullable(verdict.errors().get(Check.HPAS)));
    }

    private static boolean sharesSomething(Manifest other, ScaledObject object) {
        try {
            var spec = other.spec();
            var config = spec.at("advanced").at("horizontalPodAutoscalerConfig");
            return spec.at("scaleTargetRef").at("name").text("").equals(object.scaleTargetRef().name())
                    || config.at("name").text("keda-hpa-" + other.metadata().name()).equals(object.hpaName());
        } catch (ManifestException _) {
            return false;
        }
    }

    private static Optional<ScaledObject> read(Manifest manifest) {
        try {
            return Optional.of(ScaledObject.stored(manifest));
        } catch (ManifestException _) {
            return Optional.empty();
        }
    }

    private static ClusterView among(ClusterView view, List<ScaledObject> others) {
        return new ClusterView(view.kinds(), view.target(), others, view.hpas(), view.limits(), view.credentials());
    }
}
