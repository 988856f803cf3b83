package dev.headroom.autoscaler;

import dev.headroom.hpa.Behavior.SelectPolicy;
import dev.headroom.hpa.Behavior;
import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.model.LabelSelectorObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The HorizontalPodAutoscaler that a ScaledObject stands for.
final class GeneratedHpa {

    private static final String OWNER_LABEL = "scaledobject.keda.sh/name";

    private GeneratedHpa() {}

    static HorizontalPodAutoscaler of(ScaledObject object) {
        List<MetricSpec> metrics = object.triggers().stream()
                .map(trigger -> trigger.metric(object.name()))
                .sorted(Comparator.comparing(MetricSpec::type))
                .toList();
        return new HorizontalPodAutoscaler(
                object.namespace(),
                object.advanced().hpaName().orElse("keda-hpa-" + object.name()),
                object.scaleTargetRef(),
                object.counts().hpaMin(),
                object.counts().hpaMax(),
                metrics,
                behavior(object));
    }

    /// The object's own rules; a pause of one direction disables it, and so brings rules where there were none.
    private static Optional<Behavior> behavior(ScaledObject object) {
        var pause = object.pause();
        var written = object.advanced().behavior();
        if (!pause.scaleIn() && !pause.scaleOut()) {
            return written;
        }
        var rules = written.orElse(new Behavior(Behavior.DEFAULT_SCALE_UP, Behavior.DEFAULT_SCALE_DOWN));
        return Optional.of(new Behavior(
                pause.scaleOut() ? rules.scaleUp().with(SelectPolicy.DISABLED) : rules.scaleUp(),
                pause.scaleIn() ? rules.scaleDown().with(SelectPolicy.DISABLED) : rules.scaleDown()));
    }

    static MetricSpec.Identifier identifier(String metric, String scaledObject) {
        return new MetricSpec.Identifier(
                metric, Optional.of(LabelSelectorObject.of(Map.of(OWNER_LABEL, scaledObject), List.of())));
    }
}
