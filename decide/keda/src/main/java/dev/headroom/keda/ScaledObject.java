package dev.headroom.keda;

import dev.headroom.manifests.Manifest;
import dev.headroom.triggers.GoText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A ScaledObject of `keda.sh/v1alpha1` as it is written: event sources that wake a target up and put it to sleep, and
/// what the HorizontalPodAutoscaler that scales it in between should look like. Fields that are not written are empty;
/// their defaults count where they are used.
///
/// @param generation grows with every change of `spec`; 1 for one that is read from a file
/// @param createdAt empty for one that is read from a file
public record ScaledObject(
        String namespace,
        String name,
        long generation,
        Optional<Instant> createdAt,
        Map<String, String> labels,
        Map<String, String> annotations,
        Target scaleTargetRef,
        Timing timing,
        Counts counts,
        List<TriggerSpec> triggers,
        Optional<Fallback> fallback,
        Advanced advanced) {

    public static final String API_VERSION = "keda.sh/v1alpha1";
    public static final String KIND = "ScaledObject";

    /// The label by which the metrics server knows whose metric is asked for.
    public static final String NAME_LABEL = "scaledobject.keda.sh/name";

    /// What the metric is called that `scalingModifiers` compute.
    public static final String COMPOSITE = "composite-metric";

    private static final String PREFIX = "autoscaling.keda.sh/";
    private static final String PAUSED_REPLICAS = PREFIX + "paused-replicas";

    public ScaledObject {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        triggers = List.copyOf(triggers);
    }

    /// Reads one as a person wrote it.
    ///
    /// @throws dev.headroom.manifests.ManifestException for the first thing that the API server would refuse, unknown
    ///     fields included
    public static ScaledObject of(Manifest manifest) {
        return ScaledObjectReader.read(manifest, ScaledObjectReader.Bounds.CHECKED);
    }

    /// Reads one as a cluster may hold it: without the bounds of its numbers, which older versions did not check.
    ///
    /// @throws dev.headroom.manifests.ManifestException for fields that are unknown or of a wrong form
    public static ScaledObject stored(Manifest manifest) {
        return ScaledObjectReader.read(manifest, ScaledObjectReader.Bounds.OPEN);
    }

    /// @param apiVersion empty for `apps/v1`
    /// @param kind empty for `Deployment`
    /// @param envSourceContainerName whose environment the triggers may use; empty for the first container
    public record Target(String apiVersion, String kind, String name, String envSourceContainerName) {}

    /// In seconds, as written.
    public record Timing(
            Optional<Integer> pollingInterval,
            Optional<Integer> cooldownPeriod,
            Optional<Integer> initialCooldownPeriod) {

        private static final int POLLING_INTERVAL = 30;
        private static final int COOLDOWN_PERIOD = 300;

        /// How often the triggers are asked.
        public Duration polling() {
            return Duration.ofSeconds(pollingInterval.orElse(POLLING_INTERVAL));
        }

        /// How long after the last activity the target goes to sleep.
        public Duration cooldown() {
            return Duration.ofSeconds(cooldownPeriod.orElse(COOLDOWN_PERIOD));
        }

        /// How long after its creation an object that was never active waits.
        public Duration initialCooldown() {
            return Duration.ofSeconds(initialCooldownPeriod.orElse(0));
        }
    }

    /// Replica counts as written.
    public record Counts(Optional<Integer> idle, Optional<Integer> min, Optional<Integer> max) {

        private static final int MAX = 100;

        /// Where the target rests when nothing is going on and there is no idle count.
        public int lowest() {
            return min.orElse(0);
        }

        /// The minimum of the generated autoscaler, which cannot be 0.
        public int hpaMin() {
            return Math.max(1, lowest());
        }

        public int hpaMax() {
            return max.orElse(MAX);
        }
    }

    /// What to assume when a trigger fails more than `failureThreshold` times in a row.
    ///
    /// @param behavior a word of [FallbackBehavior]; others count as `static`
    public record Fallback(int failureThreshold, int replicas, String behavior) {

        FallbackBehavior kind() {
            return FallbackBehavior.of(behavior);
        }
    }

    /// How many replicas a fallback stands for.
    public enum FallbackBehavior {
        STATIC("static"),
        CURRENT_REPLICAS("currentReplicas"),
        CURRENT_REPLICAS_IF_HIGHER("currentReplicasIfHigher"),
        CURRENT_REPLICAS_IF_LOWER("currentReplicasIfLower"),
        /// The trigger is nil in the formula, which decides.
        SCALING_MODIFIERS("scalingModifiers");

        private final String word;

        FallbackBehavior(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static FallbackBehavior of(String word) {
            for (var each : values()) {
                if (each.word.equals(word)) {
                    return each;
                }
            }
            return STATIC;
        }
    }

    /// @param hpaName empty for `keda-hpa-NAME`
    /// @param modifiers empty when none of their fields is written
    public record Advanced(
            boolean restoreToOriginalReplicaCount,
            String hpaName,
            Optional<WrittenBehavior> behavior,
            Optional<ScalingModifiers> modifiers) {}

    /// A metric computed from those of the triggers; fields that are not written are empty.
    public record ScalingModifiers(String formula, String target, String activationTarget, String metricType) {}

    /// The name of its HorizontalPodAutoscaler.
    public String hpaName() {
        return advanced.hpaName().isEmpty() ? "keda-hpa-" + name : advanced.hpaName();
    }

    /// `namespace/name`.
    public String key() {
        return namespace + "/" + name;
    }

    /// The same with other labels.
    ScaledObject labelled(Map<String, String> others) {
        return new ScaledObject(
                namespace, name, generation, createdAt, others, annotations, scaleTargetRef, timing, counts, triggers,
                fallback, advanced);
    }

    /// The same with other annotations.
    public ScaledObject annotated(Map<String, String> others) {
        return new ScaledObject(
                namespace, name, generation, createdAt, labels, others, scaleTargetRef, timing, counts, triggers,
                fallback, advanced);
    }

    /// The same, known to have been created then.
    public ScaledObject created(Instant at) {
        return new ScaledObject(
                namespace, name, generation, Optional.of(at), labels, annotations, scaleTargetRef, timing, counts,
                triggers, fallback, advanced);
    }

    /// The same with other triggers.
    public ScaledObject with(List<TriggerSpec> others) {
        return new ScaledObject(
                namespace, name, generation, createdAt, labels, annotations, scaleTargetRef, timing, counts, others,
                fallback, advanced);
    }

    /// Whether scaling has stopped altogether: by `paused`, or by `paused-replicas` whatever it says.
    public boolean isPaused() {
        return annotations.containsKey(PAUSED_REPLICAS) || flag("paused");
    }

    /// Whether nothing may be taken away.
    public boolean pausesScaleIn() {
        return flag("paused-scale-in");
    }

    /// Whether nothing may be added.
    public boolean pausesScaleOut() {
        return flag("paused-scale-out");
    }

    /// Whether the target counts as active whatever its triggers say.
    public boolean isForcedActive() {
        return flag("force-activation");
    }

    /// The replicas to pause at; empty when the annotation is not there.
    ///
    /// @throws dev.headroom.triggers.TriggerException when the annotation holds no number
    public Optional<Integer> pausedReplicas() {
        return Optional.ofNullable(annotations.get(PAUSED_REPLICAS)).map(GoText::int32);
    }

    /// Whether the number of replicas to pause at may still be in force.
    boolean hasPauseAnnotation() {
        return annotations.containsKey(PAUSED_REPLICAS) || annotations.containsKey(PREFIX + "paused");
    }

    /// A text that is no truth value counts as true, `no` and the empty text included.
    private boolean flag(String annotation) {
        return Optional.ofNullable(annotations.get(PREFIX + annotation))
                .map(text -> GoText.truth(text).orElse(true))
                .orElse(false);
    }

    /// Whether all triggers are read by the autoscaler itself, so that no number of theirs can wake the target up.
    public boolean hasOnlyResources() {
        return triggers.stream().allMatch(TriggerSpec::isResource);
    }

    /// Whether there is no count to sleep at.
    boolean neverSleeps() {
        return counts.lowest() > 0 && counts.idle().isEmpty();
    }

    /// Whether the questions of the autoscaler are all that scaling needs, so that the scale loop only watches.
    public boolean isWatchedByHpa() {
        return neverSleeps()
                && advanced.modifiers().isEmpty()
                && triggers.stream().noneMatch(TriggerSpec::useCachedMetrics);
    }

    /// Whether it may take over an autoscaler that somebody else made.
    boolean asksForOwnership() {
        return "true".equals(annotations.get("scaledobject.keda.sh/transfer-hpa-ownership"));
    }

    /// Whether it takes over this one.
    public boolean takesOver(String hpa) {
        return asksForOwnership() && advanced.hpaName().equals(hpa);
    }

    boolean fallsBackByFormula() {
        return fallback.map(each -> each.kind() == FallbackBehavior.SCALING_MODIFIERS).orElse(false);
    }
}
