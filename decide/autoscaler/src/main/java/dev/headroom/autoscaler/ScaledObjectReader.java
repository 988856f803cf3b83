package dev.headroom.autoscaler;

import dev.headroom.autoscaler.ScaledObject.Advanced;
import dev.headroom.autoscaler.ScaledObject.Counts;
import dev.headroom.autoscaler.ScaledObject.Fallback;
import dev.headroom.autoscaler.ScaledObject.FallbackBehavior;
import dev.headroom.autoscaler.ScaledObject.Pause;
import dev.headroom.autoscaler.ScaledObject.Timing;
import dev.headroom.hpa.HpaReader;
import dev.headroom.hpa.HpaValidation;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.model.ScaleTargetRef;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a ScaledObject with KEDA's defaults and checks it as KEDA's admission webhook does.
final class ScaledObjectReader {

    private static final String ANNOTATION = "autoscaling.keda.sh/";
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    private ScaledObjectReader() {}

    static ScaledObject read(Manifest manifest) {
        if (!manifest.kind().equals(ScaledObject.KIND)
                || !manifest.apiVersion().equals(ScaledObject.API_VERSION)) {
            throw manifest.root()
                    .wrong(
                            ScaledObject.KIND + " of " + ScaledObject.API_VERSION,
                            manifest.kind() + " of " + manifest.apiVersion());
        }
        HpaReader.only(manifest.root(), "apiVersion", "kind", "metadata", "spec", "status");
        var spec = manifest.spec();
        HpaReader.only(
                spec,
                "scaleTargetRef",
                "pollingInterval",
                "initialCooldownPeriod",
                "cooldownPeriod",
                "idleReplicaCount",
                "minReplicaCount",
                "maxReplicaCount",
                "advanced",
                "triggers",
                "fallback");
        var warnings = new ArrayList<String>();
        var object = new ScaledObject(
                manifest.metadata().namespace(),
                manifest.metadata().name(),
                manifest.metadata().labels(),
                pause(manifest.root()),
                createdAt(manifest.root().at("metadata").at("creationTimestamp")),
                scaleTargetRef(spec.at("scaleTargetRef"), manifest.metadata().namespace()),
                timing(spec),
                counts(spec),
                triggers(spec.at("triggers"), warnings),
                fallback(spec.at("fallback")),
                advanced(spec.at("advanced")),
                warnings);
        checkTriggers(object, spec);
        return object;
    }

    private static ScaleTargetRef scaleTargetRef(Field field, String namespace) {
        HpaReader.only(field, "apiVersion", "kind", "name", "envSourceContainerName");
        return new ScaleTargetRef(
                field.at("apiVersion").text("apps/v1"),
                field.at("kind").text("Deployment"),
                namespace,
                field.at("name").text());
    }

    private static Timing timing(Field spec) {
        return new Timing(
                seconds(spec.at("pollingInterval"), 1, Timing.DEFAULT.pollingInterval()),
                seconds(spec.at("cooldownPeriod"), 0, Timing.DEFAULT.cooldownPeriod()),
                seconds(spec.at("initialCooldownPeriod"), 0, Timing.DEFAULT.initialCooldownPeriod()));
    }

    private static Duration seconds(Field field, int least, Duration otherwise) {
        return atLeast(field, least)
                .map(seconds -> Duration.ofSeconds(seconds))
                .orElse(otherwise);
    }

    private static Optional<Integer> atLeast(Field field, int least) {
        var number = field.optionalInteger();
        number.filter(each -> each < least).ifPresent(each -> {
            throw field.wrong("a whole number of at least " + least, String.valueOf(each));
        });
        return number;
    }

    private static Counts counts(Field spec) {
        var counts = new Counts(
                atLeast(spec.at("idleReplicaCount"), 0),
                atLeast(spec.at("minReplicaCount"), 0),
                atLeast(spec.at("maxReplicaCount"), 1));
        // An explicit minimum of 0 counts as 1 here, so that idleReplicaCount 0 asks for a written minimum.
        int min = counts.min().map(each -> Math.max(1, each)).orElse(0);
        if (min > counts.hpaMax()) {
            throw spec.at("minReplicaCount")
                    .wrong("at most maxReplicaCount, which is " + counts.hpaMax(), String.valueOf(min));
        }
        counts.idle().filter(idle -> idle >= min).ifPresent(idle -> {
            throw spec.at("idleReplicaCount")
                    .wrong("less than minReplicaCount, which is " + (counts.min().isEmpty() ? "not set" : min),
                            String.valueOf(idle));
        });
        return counts;
    }

    private static List<Trigger> triggers(Field field, List<String> warnings) {
        var triggers = new ArrayList<Trigger>();
        var names = new HashSet<String>();
        for (var each : field.items()) {
            var trigger = TriggerReader.read(each, triggers.size(), warnings);
            if (!trigger.name().isEmpty() && !names.add(trigger.name())) {
                throw each.at("name").wrong("a name of its own", '"' + trigger.name() + "\" for a second trigger");
            }
            triggers.add(trigger);
        }
        if (triggers.isEmpty()) {
            throw field.wrong("at least one trigger", "none");
        }
        return triggers;
    }

    private static void checkTriggers(ScaledObject object, Field spec) {
        boolean resourcesOnly = object.triggers().stream().allMatch(Trigger.Resource.class::isInstance);
        if (resourcesOnly && object.counts().lowest() == 0) {
            throw spec.at("minReplicaCount")
                    .wrong(
                            "at least 1 where cpu and memory are the only triggers",
                            "0: without a replica they have no reading, so nothing would wake the target up");
        }
        if (resourcesOnly && object.fallback().isPresent()) {
            throw spec.at("fallback").wrong("a trigger that is not cpu or memory to fall back for", "none");
        }
    }

    private static Optional<Fallback> fallback(Field field) {
        if (field.isMissing()) {
            return Optional.empty();
        }
        HpaReader.only(field, "failureThreshold", "replicas", "behavior");
        var word = field.at("behavior").text(FallbackBehavior.STATIC.word());
        if (word.equals("scalingModifiers")) {
            throw field.at("behavior").wrong("a behavior that needs no scalingModifiers", '"' + word + '"');
        }
        var behavior = Arrays.stream(FallbackBehavior.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> field.at("behavior")
                        .wrong(
                                "one of static, currentReplicas, currentReplicasIfHigher, currentReplicasIfLower",
                                '"' + word + '"'));
        return Optional.of(new Fallback(
                atLeast(field.at("failureThreshold"), 0).orElseGet(() -> field.at("failureThreshold")
                        .integer()),
                atLeast(field.at("replicas"), 0).orElseGet(() -> field.at("replicas").integer()),
                behavior));
    }

    private static Advanced advanced(Field field) {
        HpaReader.only(field, "restoreToOriginalReplicaCount", "horizontalPodAutoscalerConfig", "scalingModifiers");
        if (!field.at("scalingModifiers").entries().isEmpty()) {
            throw field.at("scalingModifiers")
                    .wrong("no scalingModifiers, which this version does not evaluate", "some; scale on the triggers");
        }
        var config = field.at("horizontalPodAutoscalerConfig");
        HpaReader.only(config, "name", "behavior");
        var problems = HpaValidation.behaviorErrors(config.at("behavior"));
        if (!problems.isEmpty()) {
            throw problems.getFirst().exception(config);
        }
        return new Advanced(
                field.at("restoreToOriginalReplicaCount").truth(false),
                config.at("name").optionalText().filter(name -> !name.isEmpty()),
                HpaReader.behavior(config.at("behavior")));
    }

    private static Pause pause(Field root) {
        var annotations = root.at("metadata").at("annotations");
        var replicas = annotations.at(ANNOTATION + "paused-replicas");
        return new Pause(
                atLeast(replicas, 0),
                !replicas.isMissing() || flag(annotations.at(ANNOTATION + "paused")),
                flag(annotations.at(ANNOTATION + "paused-scale-in")),
                flag(annotations.at(ANNOTATION + "paused-scale-out")),
                flag(annotations.at(ANNOTATION + "force-activation")));
    }

    /// Whether an annotation is set. KEDA takes any text that it cannot read as a truth value for true, `no` included.
    private static boolean flag(Field annotation) {
        return annotation
                .optionalText()
                .map(text -> TRUE.contains(text) || !FALSE.contains(text))
                .orElse(false);
    }

    private static Optional<Instant> createdAt(Field field) {
        return field.optionalText().map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException _) {
                throw new ManifestException(field.place() + ": expected a time like 2026-01-31T12:00:00Z, got " + text);
            }
        });
    }
}
