package dev.headroom.autoscaler;

import dev.headroom.hpa.MetricSpec;
import dev.headroom.keda.Admission;
import dev.headroom.keda.ClusterView;
import dev.headroom.keda.Generated;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.StoredHpa;
import dev.headroom.keda.TriggerSpec;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.triggers.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// A ScaledObject that was admitted, with what it becomes in its cluster.
///
/// One default differs from KEDA's. A query without a result is no zero here: only `ignoreNullValues: "true"`, written
/// in the trigger, makes it 0, and the reasons then tell that there was no data. (KEDA's default is `true`, silently;
/// `"false"` is Headroom's default.)
///
/// @param cluster as it was when the object was admitted
/// @param triggers built, in the order of the object
/// @param warnings what was read and has no effect, one line each
public record Scaled(
        ScaledObject object, ClusterView cluster, List<Trigger> triggers, StoredHpa hpa, List<String> warnings) {

    private static final Set<String> TARGET_TYPES = Set.of("AverageValue", "Value", "Utilization");
    private static final String PROMETHEUS = "prometheus";
    private static final String IGNORE_NULL_VALUES = "ignoreNullValues";

    public Scaled {
        triggers = List.copyOf(triggers);
        warnings = List.copyOf(warnings);
    }

    /// Reads, admits and builds one.
    ///
    /// @throws ManifestException for what the API server or KEDA would refuse
    static Scaled of(Manifest manifest, ClusterView cluster) {
        var object = abstaining(ScaledObject.of(manifest));
        var verdict = Admission.check(object, cluster, Admission.Run.REAL);
        for (var check : Admission.Check.values()) {
            var error = verdict.errors().get(check);
            if (error != null) {
                throw refused(manifest, place(check, error), error);
            }
        }
        return switch (Generated.of(object, cluster)) {
            case Generated.Refused(int trigger, String error) when trigger >= 0 -> {
                var field = manifest.spec().at("triggers").items().get(trigger);
                throw field.wrong("a " + object.triggers().get(trigger).type() + " trigger", oneLine(error));
            }
            case Generated.Refused(int _, String error) -> throw refused(manifest, "spec", error);
            case Generated.Made made -> {
                checkTargets(manifest, made);
                var warnings = new ArrayList<>(verdict.warnings());
                warnings.addAll(TriggerSettings.unknown(object));
                yield new Scaled(object, cluster, made.triggers(), made.hpa(), warnings);
            }
        };
    }

    /// The entry of `spec.metrics` that a trigger would be without a formula.
    MetricSpec spec(Trigger trigger) {
        return Generated.spec(trigger, object.name());
    }

    private static ScaledObject abstaining(ScaledObject object) {
        return object.with(object.triggers().stream().map(Scaled::abstaining).toList());
    }

    private static TriggerSpec abstaining(TriggerSpec trigger) {
        if (!trigger.type().equals(PROMETHEUS)
                || !trigger.metadata().getOrDefault(IGNORE_NULL_VALUES, "").isBlank()) {
            return trigger;
        }
        var settings = new TreeMap<>(trigger.metadata());
        settings.put(IGNORE_NULL_VALUES, "false");
        return trigger.with(settings);
    }

    /// The API server refuses an autoscaler with a type that is none, or with a target of 0, which is what a threshold
    /// below half a thousandth is.
    private static void checkTargets(Manifest manifest, Generated.Made made) {
        for (var spec : made.hpa().spec().metrics()) {
            var target = MetricTargets.of(spec);
            if (!TARGET_TYPES.contains(target.type())) {
                throw manifest.spec()
                        .at("triggers")
                        .wrong("metricType AverageValue or Value", '"' + target.type() + "\" for " + spec.name());
            }
            boolean positive = target.value().map(each -> each.sign() > 0).orElse(true)
                    && target.averageValue().map(each -> each.sign() > 0).orElse(true)
                    && target.averageUtilization().map(percent -> percent > 0).orElse(true);
            if (!positive) {
                throw manifest.spec()
                        .at("triggers")
                        .wrong("targets above 0 in three decimals", "metric " + spec.name() + " with a target of 0");
            }
        }
    }

    private static String place(Admission.Check check, String error) {
        return switch (check) {
            case SCALED_OBJECTS ->
                error.startsWith("the ") || error.startsWith("no matches") ? "spec.scaleTargetRef" : "spec.advanced";
            case HPAS -> "spec.scaleTargetRef";
            case CPU_MEMORY, TRIGGERS -> "spec.triggers";
            case REPLICA_COUNT -> "spec";
            case FALLBACK -> "spec.fallback";
            case NAME -> "metadata";
        };
    }

    private static ManifestException refused(Manifest manifest, String path, String error) {
        var field = manifest.root();
        for (var key : path.split("\\.", -1)) {
            field = field.at(key);
        }
        return field.wrong("what KEDA admits", oneLine(error));
    }

    private static String oneLine(String error) {
        return error.replaceAll("(?s)\n \\| .*", "").replaceAll("\\s*\n\\s*", "; ");
    }
}
