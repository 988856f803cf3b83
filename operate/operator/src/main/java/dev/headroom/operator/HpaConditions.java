package dev.headroom.operator;

import dev.headroom.explain.ControllerWords;
import dev.headroom.hpa.Condition;
import dev.headroom.kubernetes.PodReader;
import dev.headroom.model.HumanDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conditions of a HorizontalPodAutoscaler as they stand in the cluster.
final class HpaConditions {

    private HpaConditions() {}

    static List<Condition> of(Held hpa) {
        return hpa.json().path("status").path("conditions").valueStream()
                .map(each -> new Condition(
                        each.path("type").asString(""),
                        each.path("status").asString("Unknown"),
                        PodReader.instant(each.path("lastTransitionTime")).orElse(Instant.EPOCH),
                        each.path("reason").asString(""),
                        each.path("message").asString("")))
                .toList();
    }

    static Optional<Condition> active(Held hpa) {
        return Condition.find(of(hpa), "ScalingActive");
    }

    /// What keeps it from doing what its metrics say, a line each: no number, no right to scale, the maximum.
    static List<String> troubles(Held hpa) {
        return of(hpa).stream().filter(HpaConditions::isTrouble).map(HpaConditions::words).toList();
    }

    private static boolean isTrouble(Condition condition) {
        return condition.type().equals("ScalingLimited")
                ? condition.status().equals("True") && condition.reason().equals("TooManyReplicas")
                : !condition.status().equals("True") && !condition.reason().equals("ScalingDisabled");
    }

    private static String words(Condition condition) {
        return condition.type() + "=" + condition.status() + " " + condition.reason() + ": "
                + ControllerWords.plain(condition.message());
    }

    /// What the controller of the cluster says in its status, for an explanation.
    ///
    /// @param title of the first line, at most eleven characters
    /// @param all whether conditions are told that say that all is well
    static List<String> lines(String title, Held hpa, Instant now, boolean all) {
        var spec = hpa.json().path("spec");
        var status = hpa.json().path("status");
        var lines = new ArrayList<String>();
        var last = PodReader.instant(status.path("lastScaleTime"))
                .map(time -> ", last scaled " + HumanDuration.of(Duration.between(time, now)) + " ago")
                .orElse(", never scaled");
        lines.add("  " + (title + " ".repeat(12)).substring(0, 12) + hpa.name() + " wants "
                + status.path("desiredReplicas").asInt(0) + " of " + spec.path("minReplicas").asInt(1) + " to "
                + spec.path("maxReplicas").asInt(0) + ", there are " + status.path("currentReplicas").asInt(0) + last);
        of(hpa).stream()
                .filter(each -> all || isTrouble(each))
                .forEach(each -> lines.add(" ".repeat(14) + words(each)));
        return lines;
    }
}
