package dev.headroom.verdicts;

import dev.headroom.arrivals.Phase;
import dev.headroom.loadgen.LoadSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run that has ended: what was announced, what was measured, and on what machine. Reports are functions of it.
///
/// @param startedAt when the traffic began: offsets count from here
/// @param load the load generator's last snapshot
public record RunRecord(
        RunPlan plan,
        Instant startedAt,
        Instant endedAt,
        Ending ending,
        Observed observed,
        LoadSnapshot load,
        Machine machine) {

    /// What happened, each list in the order of time.
    ///
    /// @param dropped what a limit kept out of these lists, one line per limit
    public record Observed(
            List<TelemetrySample> samples,
            List<RunDecision> decisions,
            List<ReplicaTransition> transitions,
            List<RunEvent> events,
            List<String> dropped) {

        public Observed {
            samples = List.copyOf(samples);
            decisions = List.copyOf(decisions);
            transitions = List.copyOf(transitions);
            events = List.copyOf(events);
            dropped = List.copyOf(dropped);
        }
    }

    /// @param limits which means held the replicas to their CPU and memory, in words: `cgroup v2`, `not enforced`
    public record Machine(int cores, long memoryBytes, String jdk, String system, String limits) {}

    public RunRecord {
        if (endedAt.isBefore(startedAt)) {
            throw new IllegalArgumentException("endedAt " + endedAt + " is before startedAt " + startedAt);
        }
    }

    public Duration elapsed() {
        return Duration.between(startedAt, endedAt);
    }

    public Duration offset(Instant time) {
        return Duration.between(startedAt, time);
    }

    public Instant at(Duration offset) {
        return startedAt.plus(offset);
    }

    public List<TelemetrySample> samples() {
        return observed.samples();
    }

    public List<RunDecision> decisions() {
        return observed.decisions();
    }

    public List<ReplicaChange> changes() {
        return ReplicaChange.of(observed.transitions(), endedAt);
    }

    /// The seconds in which the objective counts.
    List<TelemetrySample> counted() {
        return samples().stream().filter(sample -> !sample.adapting(plan)).toList();
    }

    /// Whether the run went on until `phase` began.
    boolean reached(Phase phase) {
        return elapsed().compareTo(phase.start()) > 0;
    }

    boolean completed() {
        return ending instanceof Ending.Completed;
    }

    /// How far the axis of time goes: the programme, or longer when its last requests took longer.
    public Duration span() {
        var last = samples().isEmpty() ? Duration.ZERO : samples().getLast().offset();
        return last.compareTo(plan.duration()) > 0 ? last : plan.duration();
    }

    Optional<TelemetrySample> first() {
        return samples().stream().findFirst();
    }

    Optional<TelemetrySample> last() {
        return samples().isEmpty() ? Optional.empty() : Optional.of(samples().getLast());
    }
}
