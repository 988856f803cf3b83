package dev.headroom.verdicts;

import dev.headroom.arrivals.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What was announced before a run began, and what is expected of it: everything that verdicts hold the run against.
///
/// @param title one line: `demo of default/inference`
/// @param source of the traffic, in words
/// @param phases of the traffic, without gaps, in order
public record RunPlan(
        String title,
        String source,
        List<Phase> phases,
        Objective objective,
        Scaling scaling,
        Expectations expectations) {

    /// A phase whose load begins this many times above the one before is a jump; below the same factor it is no fall.
    static final double STEP = 1.15;

    /// @param autoscaler `namespace/name`
    /// @param decisionPeriod how often it decides
    public record Scaling(String autoscaler, int minReplicas, int maxReplicas, Duration decisionPeriod) {}

    /// @param peakReplicas so many must have been ready at once
    /// @param decision from a jump in load to the decision to add replicas
    /// @param saving share of the fixed fleet of `maxReplicas` that was not needed on average
    public record Expectations(int peakReplicas, Duration decision, double saving) {}

    public RunPlan {
        phases = List.copyOf(phases);
        if (phases.isEmpty()) {
            throw new IllegalArgumentException("phases: expected at least one, got none");
        }
    }

    public Duration duration() {
        return phases.getLast().end();
    }

    /// The phase at `offset`; empty before the first and after the last.
    public Optional<Phase> phaseAt(Duration offset) {
        return phases.stream().filter(phase -> phase.contains(offset)).findFirst();
    }

    /// The announced requests per second; zero outside the phases.
    public double rateAt(Duration offset) {
        return phaseAt(offset).map(phase -> phase.rateAt(offset)).orElse(0.0);
    }

    /// Whether any part of `[from, to)` lies in an announced adaptation window, where the objective does not count.
    public boolean adapting(Duration from, Duration to) {
        return phases.stream()
                .anyMatch(phase -> phase.rises()
                        && phase.start().compareTo(to) < 0
                        && phase.adaptedAt().compareTo(from) > 0);
    }

    public double highestRate() {
        return phases.stream()
                .mapToDouble(phase -> Math.max(phase.startRate(), phase.endRate()))
                .max()
                .orElse(0);
    }

    /// The phase before which the load jumps most; empty when it never does.
    Optional<Phase> jump() {
        Optional<Phase> jump = Optional.empty();
        double most = 0;
        for (int i = 1; i < phases.size(); i++) {
            var phase = phases.get(i);
            double before = phases.get(i - 1).endRate();
            double rise = phase.startRate() - before;
            if (phase.rises() && phase.startRate() >= before * STEP && rise > most) {
                jump = Optional.of(phase);
                most = rise;
            }
        }
        return jump;
    }

    /// The first phase in which the load rises.
    Optional<Phase> rise() {
        return phases.stream().filter(Phase::rises).findFirst();
    }

    /// The last phase, when its load is below what came before.
    Optional<Phase> fall() {
        var last = phases.getLast();
        double end = Math.max(last.startRate(), last.endRate());
        return end * STEP <= highestRate() ? Optional.of(last) : Optional.empty();
    }

    /// Whether the run ends with no more load than it began with.
    boolean endsAsItBegan() {
        return phases.getLast().endRate() <= phases.getFirst().startRate() * STEP;
    }
}
