package dev.headroom.keda;

import dev.headroom.keda.ClusterView.Container;
import dev.headroom.triggers.GoText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// KEDA's admission webhook: what of a ScaledObject does not fit together or into its cluster.
public final class Admission {

    private static final int LONGEST_NAME = 63;

    private final ScaledObject object;
    private final ClusterView cluster;
    private final Run run;
    private final List<String> warnings = new ArrayList<>();

    private Admission(ScaledObject object, ClusterView cluster, Run run) {
        this.object = object;
        this.cluster = cluster;
        this.run = run;
    }

    /// The checks; each reports the first thing that it finds.
    public enum Check {
        SCALED_OBJECTS("scaledObjects"),
        CPU_MEMORY("cpuMemory"),
        HPAS("hpas"),
        REPLICA_COUNT("replicaCount"),
        FALLBACK("fallback"),
        NAME("name"),
        TRIGGERS("triggers");

        private final String word;

        Check(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// Whether the object is only tried; its target is not looked at then.
    public enum Run {
        REAL,
        DRY
    }

    /// @param errors by check; empty when the object is admitted
    public record Verdict(Map<Check, String> errors, List<String> warnings) {
        public Verdict {
            errors = Map.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    public static Verdict check(ScaledObject object, ClusterView cluster, Run run) {
        return new Admission(object, cluster, run).checked();
    }

    private Verdict checked() {
        var errors = new EnumMap<Check, String>(Check.class);
        for (var check : Check.values()) {
            error(check).ifPresent(text -> errors.put(check, text));
        }
        return new Verdict(errors, errors.containsKey(Check.SCALED_OBJECTS) ? List.of() : warnings);
    }

    private Optional<String> error(Check check) {
        return switch (check) {
            case SCALED_OBJECTS -> scaledObjects();
            case CPU_MEMORY -> run == Run.DRY ? Optional.empty() : cpuMemory();
            case HPAS -> hpas();
            case REPLICA_COUNT -> Checks.replicaBounds(object);
            case FALLBACK -> Checks.fallback(object);
            case NAME -> name();
            case TRIGGERS -> Checks.triggers(object);
        };
    }

    private Optional<String> name() {
        if (object.name().length() > LONGEST_NAME) {
            return Optional.of("scaledobject name " + GoText.quoted(object.name()) + " is " + object.name().length()
                    + " characters long; must be no more than " + LONGEST_NAME
                    + " characters because it is used as the \"" + ScaledObject.NAME_LABEL + "\" label value");
        }
        var hpa = object.hpaName();
        return hpa.length() > LONGEST_NAME
                ? Optional.of("HPA name " + GoText.quoted(hpa) + " derived from scaledobject is " + hpa.length()
                        + " characters long; must be no more than " + LONGEST_NAME
                        + " characters; set spec.advanced.horizontalPodAutoscalerConfig.name to a shorter name or"
                        + " shorten the scaledobject name")
                : Optional.empty();
    }

    private Optional<String> scaledObjects() {
        warn();
        var target = object.scaleTargetRef();
        var kind = ResourceKind.of(target, cluster.kinds());
        if (kind.isEmpty()) {
            return Optional.of(ResourceKind.noMatch(target));
        }
        for (var other : others()) {
            var same = ResourceKind.of(other.scaleTargetRef(), cluster.kinds());
            if (other.scaleTargetRef().name().equals(target.name()) && same.equals(kind)) {
                return Optional.of("the workload '" + target.name() + "' of type '" + kind.get().gvk()
                        + "' is already managed by the ScaledObject '" + other.name() + "'");
            }
        }
        for (var other : others()) {
            if (other.hpaName().equals(object.hpaName())) {
                return Optional.of("the HPA '" + object.hpaName() + "' is already managed by the ScaledObject '"
                        + other.name() + "'");
            }
        }
        return modifiers();
    }

    private List<ScaledObject> others() {
        return cluster.scaledObjects().stream()
                .filter(other -> !other.name().equals(object.name()))
                .toList();
    }

    private Optional<String> modifiers() {
        var modifiers = object.advanced().modifiers();
        if (modifiers.isPresent()) {
            try {
                Modifiers.compiled(object, modifiers.get());
            } catch (OperatorException refused) {
                return Optional.of(refused.text());
            }
        }
        return object.fallsBackByFormula() && modifiers.isEmpty()
                ? Optional.of("scalingModifiers fallback behavior requires scalingModifiers.formula to be defined")
                : Optional.empty();
    }

    private void warn() {
        if (object.timing().pollingInterval().isPresent() && object.isWatchedByHpa()) {
            warnings.add("PollingInterval is configured but is not relevant for scaling. It only affects scaling when"
                    + " minReplicaCount = 0, idleReplicaCount is set, or useCachedMetrics is enabled, but it still"
                    + " controls how often KEDA refreshes the ScaledObject status conditions and events");
        }
        if (object.timing().cooldownPeriod().isPresent() && object.neverSleeps()) {
            warnings.add("CooldownPeriod is configured but is not relevant. CooldownPeriod is only relevant when"
                    + " minReplicaCount = 0 or idleReplicaCount is set");
        }
    }

    private Optional<String> hpas() {
        var target = object.scaleTargetRef();
        var kind = ResourceKind.of(target, cluster.kinds());
        if (kind.isEmpty()) {
            return Optional.of(ResourceKind.noMatch(target));
        }
        return cluster.hpas().values().stream()
                .sorted(Comparator.comparing(StoredHpa::name))
                .map(hpa -> hpa(hpa, kind.get()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> hpa(StoredHpa hpa, ResourceKind kind) {
        var ref = hpa.spec().scaleTargetRef();
        boolean opposed = ref.name().equals(object.scaleTargetRef().name())
                && ref.apiVersion().equals(kind.apiVersion())
                && ref.kind().equals(kind.kind())
                && !"false".equals(hpa.annotations().get(StoredHpa.OWNERSHIP_ANNOTATION))
                && !hpa.owner().equals(Optional.of(object.name()));
        if (!opposed) {
            return Optional.empty();
        }
        if (!object.asksForOwnership()) {
            return Optional.of("the workload '" + ref.name() + "' of type '" + kind.gvk()
                    + "' is already managed by the hpa '" + hpa.name() + "'");
        }
        return object.takesOver(hpa.name())
                ? Optional.empty()
                : Optional.of("the existing hpa '" + hpa.name() + "' for workload '" + ref.name() + "' of type '"
                        + kind.gvk() + "' must be specified by name in advanced settings to enable ownership transfer");
    }

    private Optional<String> cpuMemory() {
        var resources =
                object.triggers().stream().filter(TriggerSpec::isResource).toList();
        if (resources.isEmpty()) {
            return Optional.empty();
        }
        var kind = ResourceKind.of(object.scaleTargetRef(), cluster.kinds());
        if (kind.isEmpty()) {
            return Optional.of(ResourceKind.noMatch(object.scaleTargetRef()));
        }
        if (!kind.get().apiVersion().equals("apps/v1")) {
            return Optional.empty();
        }
        if (cluster.target().isEmpty()) {
            return Optional.of(kind.get().notFound(object.scaleTargetRef().name()));
        }
        for (var trigger : resources) {
            var wanted = trigger.metadata().getOrDefault("containerName", "");
            for (var container : cluster.target().get().containers()) {
                if ((wanted.isEmpty() || container.name().equals(wanted)) && !asksFor(container, trigger.type())) {
                    return Optional.of("the scaledobject has a " + trigger.type() + " trigger but the container "
                            + container.name() + " doesn't have the " + trigger.type() + " request defined");
                }
            }
            if (object.hasOnlyResources() && object.counts().lowest() == 0) {
                return Optional.of("scaledobject has only cpu/memory triggers AND minReplica is 0 (scale to zero"
                        + " doesn't work in this case)");
            }
        }
        return Optional.empty();
    }

    private boolean asksFor(Container container, String resource) {
        return container.asksFor(resource)
                || cluster.limits().stream().anyMatch(limit -> limit.asksFor(resource));
    }
}
