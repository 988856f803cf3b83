package dev.headroom.autoscaler;

import dev.headroom.hpa.Behavior;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.model.ScaleTargetRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A ScaledObject of `keda.sh/v1alpha1`: event sources that wake a target up and put it to sleep, and the
/// HorizontalPodAutoscaler that scales it in between ([GeneratedHpa]).
///
/// One thing differs from KEDA unless the object says otherwise. A query without a result is no zero here: its trigger
/// abstains. Only `ignoreNullValues: "true"`, written in the trigger, makes it 0, and the reasons then tell that there
/// was no data. (KEDA's default is `true`, silently; `"false"` is Headroom's default.)
///
/// @param labels of its metadata
/// @param createdAt from its metadata; empty for one that is read from a file
/// @param warnings what was read and has no effect, one line each with its place
public record ScaledObject(
        String namespace,
        String name,
        Map<String, String> labels,
        Pause pause,
        Optional<Instant> createdAt,
        ScaleTargetRef scaleTargetRef,
        Timing timing,
        Counts counts,
        List<Trigger> triggers,
        Optional<Fallback> fallback,
        Advanced advanced,
        List<String> warnings) {

    public static final String API_VERSION = "keda.sh/v1alpha1";
    public static final String KIND = "ScaledObject";

    public ScaledObject {
        labels = Map.copyOf(labels);
        triggers = List.copyOf(triggers);
        warnings = List.copyOf(warnings);
    }

    /// Reads one as a person wrote it, with KEDA's defaults.
    ///
    /// @throws ManifestException for the first thing that KEDA or this program would refuse, unknown fields included
    public static ScaledObject of(Manifest manifest) {
        return ScaledObjectReader.read(manifest);
    }

    /// `namespace/name`.
    public String key() {
        return namespace + "/" + name;
    }

    /// @param pollingInterval how often the triggers are asked
    /// @param cooldownPeriod how long after the last activity the target goes to sleep
    /// @param initialCooldownPeriod how long after its creation an object that was never active waits
    public record Timing(Duration pollingInterval, Duration cooldownPeriod, Duration initialCooldownPeriod) {
        static final Timing DEFAULT = new Timing(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ZERO);
    }

    /// Replica counts as written; what is empty has KEDA's default: no idle count, minimum 0, maximum 100.
    public record Counts(Optional<Integer> idle, Optional<Integer> min, Optional<Integer> max) {

        public static final int DEFAULT_MAX = 100;

        /// Where the target rests when nothing is going on.
        int lowest() {
            return min.orElse(0);
        }

        /// The minimum of the generated autoscaler, which cannot be 0.
        int hpaMin() {
            return Math.max(1, lowest());
        }

        int hpaMax() {
            return max.orElse(DEFAULT_MAX);
        }
    }

    /// What to assume when a trigger fails more than `failureThreshold` times in a row.
    public record Fallback(int failureThreshold, int replicas, FallbackBehavior behavior) {}

    public enum FallbackBehavior {
        STATIC("static"),
        CURRENT_REPLICAS("currentReplicas"),
        CURRENT_REPLICAS_IF_HIGHER("currentReplicasIfHigher"),
        CURRENT_REPLICAS_IF_LOWER("currentReplicasIfLower");

        private final String word;

        FallbackBehavior(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// @param hpaName empty for `keda-hpa-NAME`
    public record Advanced(
            boolean restoreToOriginalReplicaCount, Optional<String> hpaName, Optional<Behavior> behavior) {
        static final Advanced NONE = new Advanced(false, Optional.empty(), Optional.empty());
    }

    /// What the annotations `autoscaling.keda.sh/…` say.
    ///
    /// @param replicas of `paused-replicas`
    /// @param all `paused`, or `paused-replicas`
    /// @param scaleIn nothing is taken away
    /// @param scaleOut nothing is added
    /// @param forcedActive `force-activation`
    public record Pause(
            Optional<Integer> replicas, boolean all, boolean scaleIn, boolean scaleOut, boolean forcedActive) {
        static final Pause NONE = new Pause(Optional.empty(), false, false, false, false);
    }
}
