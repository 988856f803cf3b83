package dev.headroom.admission;

import dev.headroom.drafts.Severity;
import dev.headroom.keda.Admission;
import dev.headroom.keda.Admission.Check;
import dev.headroom.keda.Admission.Run;
import dev.headroom.keda.ClusterView;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.StoredHpa;
import dev.headroom.keda.TriggerAuthentication;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.records.AppliedCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What KEDA's webhook says about an object, in its words, where no rule says the same in better ones.
final class KedaAdmission {

    static final String RULE = "keda-admission";

    private static final String HPA = "HorizontalPodAutoscaler";

    /// The rules that find what a check of KEDA finds.
    private static final Map<Check, Set<String>> SAME = Map.of(
            Check.SCALED_OBJECTS, Set.of("two-autoscalers", "target-kind"),
            Check.HPAS, Set.of("two-autoscalers", "target-kind"),
            Check.CPU_MEMORY, Set.of("requests-missing", "scaledobject-invalid"),
            Check.REPLICA_COUNT, Set.of("scaledobject-invalid"),
            Check.TRIGGERS, Set.of("scaledobject-invalid"),
            Check.FALLBACK, Set.of(),
            Check.NAME, Set.of());

    private static final Pattern PLACED = Pattern.compile(".*?:\\d+:\\d+: (\\S+?): (?:\\1: )?(.*)", Pattern.DOTALL);

    private final Neighbourhood around;
    private final List<Manifest> others;

    /// @param others the objects around, read
    KedaAdmission(Neighbourhood around, List<Manifest> others) {
        this.around = around;
        this.others = others;
    }

    /// @param found the rules with errors
    List<Told> told(Manifest object, Run run, Set<String> found) {
        try {
            if (object.kind().equals(ScaledObject.KIND)) {
                return scaledObject(object, run, found);
            }
            if (TriggerAuthentication.KINDS.contains(object.kind())) {
                TriggerAuthentication.of(object);
            }
            return List.of();
        } catch (ManifestException wrong) {
            // The API server took it: KEDA knows more than is read here.
            return List.of(unread(String.valueOf(wrong.getMessage())));
        }
    }

    /// @param message with its place, and the path of it: `ScaledObject shop/web:9:3: spec.x: spec.x: unknown field`
    private static Told unread(String message) {
        var placed = PLACED.matcher(message);
        return new Told(
                RULE,
                Severity.WARNING,
                placed.matches() ? placed.group(1) : "",
                "Headroom does not read this, KEDA may: " + (placed.matches() ? placed.group(2) : message));
    }

    private List<Told> scaledObject(Manifest manifest, Run run, Set<String> found) {
        var object = ScaledObject.stored(manifest);
        if (around.kinds().isEmpty()) {
            return List.of();
        }
        boolean looked = around.target() != Neighbourhood.Target.UNKNOWN;
        var verdict = Admission.check(object, view(manifest), looked ? run : Run.DRY);
        var told = new ArrayList<Told>();
        for (var check : Check.values()) {
            var error = verdict.errors().get(check);
            boolean said = SAME.getOrDefault(check, Set.of()).stream().anyMatch(found::contains);
            if (error != null && !said) {
                told.add(new Told(RULE, Severity.ERROR, path(check, error), "KEDA refuses this: " + oneLine(error)));
            }
        }
        verdict.warnings().forEach(each -> told.add(new Told(RULE, Severity.WARNING, path(each), oneLine(each))));
        // The same problem is found from both sides of a target.
        return told.stream().distinct().toList();
    }

    private ClusterView view(Manifest object) {
        var hpas = new HashMap<String, StoredHpa>();
        var scaledObjects = new ArrayList<ScaledObject>();
        for (var other : others) {
            try {
                switch (other.kind()) {
                    case HPA -> hpas.put(other.metadata().name(), StoredHpa.of(other));
                    case ScaledObject.KIND -> scaledObjects.add(ScaledObject.stored(other));
                    default -> {}
                }
            } catch (ManifestException _) {
                // Another version wrote it; it is judged when it is applied itself.
            }
        }
        var rest = others.stream()
                .filter(each -> !each.kind().equals(HPA) && !each.kind().equals(ScaledObject.KIND))
                .toList();
        var view = new AppliedCluster(rest, around.kinds()).around(object);
        return new ClusterView(
                view.kinds(), view.target(), scaledObjects, hpas, view.limits(), view.credentials());
    }

    private static String path(Check check, String error) {
        return switch (check) {
            case SCALED_OBJECTS -> error.contains("scalingModifiers") || error.contains("formula")
                    ? "spec.advanced.scalingModifiers"
                    : "spec.scaleTargetRef";
            case HPAS -> "spec.scaleTargetRef";
            case CPU_MEMORY, TRIGGERS -> "spec.triggers";
            case REPLICA_COUNT -> "spec.minReplicaCount";
            case FALLBACK -> "spec.fallback";
            case NAME -> "metadata.name";
        };
    }

    private static String path(String warning) {
        return warning.startsWith("PollingInterval") ? "spec.pollingInterval" : "spec.cooldownPeriod";
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
