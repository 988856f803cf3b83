package dev.headroom.keda;

import dev.headroom.model.ScaleTargetRef;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The HorizontalPodAutoscaler that a ScaledObject stands for.
final class GeneratedHpa {

    /// The release of KEDA that is spoken here.
    static final String VERSION = "2.21.0";

    private static final int LONGEST_LABEL = 63;
    private static final String EXCLUDED_LABELS = "scaledobject.keda.sh/hpa-excluded-labels";

    private GeneratedHpa() {}

    static StoredHpa of(ScaledObject object, GeneratedMetrics metrics, ResourceKind kind) {
        var spec = new StoredHpa.Spec(
                new ScaleTargetRef(
                        kind.apiVersion(), kind.kind(), object.namespace(), object.scaleTargetRef().name()),
                Optional.of(object.counts().hpaMin()),
                object.counts().hpaMax(),
                metrics.specs(),
                behavior(object));
        return new StoredHpa(
                object.namespace(),
                object.hpaName(),
                labels(object),
                object.annotations(),
                Optional.of(object.name()),
                spec);
    }

    /// The object's own rules; a pause of one direction disables it, and so brings rules where there were none.
    private static Optional<WrittenBehavior> behavior(ScaledObject object) {
        var behavior = object.advanced().behavior();
        if (object.pausesScaleIn()) {
            behavior = Optional.of(behavior.orElse(WrittenBehavior.EMPTY).withoutScaleDown());
        }
        if (object.pausesScaleOut()) {
            behavior = Optional.of(behavior.orElse(WrittenBehavior.EMPTY).withoutScaleUp());
        }
        return behavior;
    }

    private static Map<String, String> labels(ScaledObject object) {
        var labels = new TreeMap<String, String>();
        labels.put("app.kubernetes.io/name", label(object.hpaName()));
        labels.put("app.kubernetes.io/version", VERSION);
        labels.put("app.kubernetes.io/part-of", object.name());
        labels.put("app.kubernetes.io/managed-by", "keda-operator");
        var excluded = excluded(object);
        object.labels().forEach((key, value) -> {
            if (!excluded.contains(key)) {
                labels.put(key, value);
            }
        });
        return labels;
    }

    private static Set<String> excluded(ScaledObject object) {
        return Optional.ofNullable(object.annotations().get(EXCLUDED_LABELS))
                .map(list -> Arrays.stream(list.split(",", -1)).collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    /// A name cut to what a label may hold, without punctuation at its end.
    private static String label(String name) {
        if (name.length() <= LONGEST_LABEL) {
            return name;
        }
        int end = LONGEST_LABEL;
        while (end > 0 && !Character.isLetterOrDigit(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end);
    }
}
