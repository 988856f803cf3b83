package dev.headroom.hpa;

import dev.headroom.hpa.HpaMemory.Recommendation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Keeps a dip or a spike shorter than its window from moving the replicas.
final class Stabilization {

    /* notes
     *
     * Without `behavior` the highest recommendation of the window counts, even above the current count. With it the
     * current count moves only as far as every recommendation of the window agrees: up to the lowest of the scale-up
     * window, then down to the highest of the scale-down window. The list holds what the metrics proposed, not what
     * became of it. It is never pruned: each pass may overwrite one entry that is older than the windows, the last
     * such.
     * An entry exactly as old as the window counts without `behavior` and does not with it.
     * Source: Kubernetes 1.36; held against recordings of it.
     */

    private Stabilization() {}

    /// @param reason of the condition AbleToScale
    record Stabilized(int replicas, String reason, String message, List<Recommendation> recommendations) {}

    static Stabilized withoutBehavior(int proposal, List<Recommendation> before, Instant now, Duration window) {
        var cutoff = now.minus(window);
        int highest = proposal;
        int old = -1;
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).at().isBefore(cutoff)) {
                old = i;
            } else {
                highest = Math.max(highest, before.get(i).replicas());
            }
        }
        return stabilized(highest, proposal, false, noted(before, old, proposal, now));
    }

    static Stabilized withBehavior(
            int proposal, int current, List<Recommendation> before, Instant now, Cutoffs cutoffs) {
        int up = proposal;
        int down = proposal;
        int old = -1;
        for (int i = 0; i < before.size(); i++) {
            var each = before.get(i);
            if (each.at().isAfter(cutoffs.up())) {
                up = Math.min(up, each.replicas());
            }
            if (each.at().isAfter(cutoffs.down())) {
                down = Math.max(down, each.replicas());
            }
            if (each.at().isBefore(cutoffs.up()) && each.at().isBefore(cutoffs.down())) {
                old = i;
            }
        }
        int result = Math.min(Math.max(current, up), down);
        return stabilized(result, proposal, proposal >= current, noted(before, old, proposal, now));
    }

    /// Where the windows of both directions begin.
    record Cutoffs(Instant up, Instant down) {
        static Cutoffs of(Behavior behavior, Instant now, HpaSettings settings) {
            return new Cutoffs(
                    now.minus(behavior.scaleUp().window(Duration.ZERO)),
                    now.minus(behavior.scaleDown().window(settings.downscaleStabilization())));
        }
    }

    private static Stabilized stabilized(int result, int proposal, boolean upwards, List<Recommendation> noted) {
        if (result == proposal) {
            return new Stabilized(result, "ReadyForNewScale", "recommended size matches current size", noted);
        }
        return upwards
                ? new Stabilized(
                        result,
                        "ScaleUpStabilized",
                        "recent recommendations were lower than current one, applying the lowest recent recommendation",
                        noted)
                : new Stabilized(
                        result,
                        "ScaleDownStabilized",
                        "recent recommendations were higher than current one, applying the highest recent"
                                + " recommendation",
                        noted);
    }

    private static List<Recommendation> noted(List<Recommendation> before, int old, int proposal, Instant now) {
        var all = new ArrayList<>(before);
        var entry = new Recommendation(proposal, now);
        if (old >= 0) {
            all.set(old, entry);
        } else {
            all.add(entry);
        }
        return all;
    }
}
