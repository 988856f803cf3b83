package dev.headroom.verdicts;

import dev.headroom.arrivals.Phase;
import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.autoscaler.Signal;
import dev.headroom.hpa.Reason;
import dev.headroom.loadgen.Latencies;
import dev.headroom.loadgen.Lateness;
import dev.headroom.loadgen.LoadFailure;
import dev.headroom.loadgen.LoadSnapshot;
import dev.headroom.loadgen.Outcome;
import dev.headroom.verdicts.ReplicaTransition.Kind;
import dev.headroom.verdicts.RunPlan.Expectations;
import dev.headroom.verdicts.RunPlan.Scaling;
import dev.headroom.verdicts.RunRecord.Machine;
import dev.headroom.verdicts.RunRecord.Observed;
import dev.headroom.verdicts.TelemetrySample.Cpu;
import dev.headroom.verdicts.TelemetrySample.Latency;
import dev.headroom.verdicts.TelemetrySample.Replicas;
import dev.headroom.verdicts.TelemetrySample.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A run that goes well, unless told otherwise: 20 s flat, 30 s of a spike whose first 10 s are announced adaptation,
/// 30 s of an end. Three replicas more are asked for at 0:21, ready at 0:26, and taken away at 0:58.
final class RunStory {

    static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    static final int END = 80;
    static final Scaling SCALING = new Scaling("default/web", 3, 12, Duration.ofSeconds(1));
    static final Objective OBJECTIVE = new Objective(0.95, Duration.ofMillis(350), 0.01);
    static final Expectations EXPECTATIONS = new Expectations(6, Duration.ofSeconds(3), 0.2);

    static final List<Phase> PHASES = List.of(
            phase("flat", 0, 20, 10, 0), phase("spike", 20, 50, 40, 10), phase("end", 50, END, 10, 0));

    private final TreeMap<Integer, TelemetrySample> samples = new TreeMap<>();
    private final TreeMap<Double, DecisionRecord> decisions = new TreeMap<>();
    private final List<ReplicaTransition> transitions = new ArrayList<>();
    private final List<LoadFailure> failures = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private List<Phase> phases = PHASES;
    private Lateness lateness = new Lateness(0, Duration.ofMillis(10), Duration.ofMillis(2), 0);
    private Ending ending = new Ending.Completed();
    private double end = END + 0.2;
    private long unknownFailures;

    RunStory() {
        for (int second = 1; second <= END; second++) {
            int rate = second > 20 && second <= 50 ? 40 : 10;
            int existing = second > 21 && second <= 58 ? 6 : 3;
            int ready = second >= 26 && second <= 58 ? 6 : 3;
            samples.put(second, new TelemetrySample(
                    Duration.ofSeconds(second),
                    new Traffic(rate, rate, 0, Map.of(), 1),
                    new Latency(0.2, 0.2, 0.2),
                    new Replicas(existing, existing, ready),
                    new Cpu(0.2, 0.1)));
            decided(second + 0.2, new Decision.Hold(existing, List.of(new Reason("OnTarget", "fine"))));
        }
        decided(21.2, scale(3, 6)).decided(58.2, scale(6, 3));
        for (var name : List.of("web-3", "web-4", "web-5")) {
            replica(21.2, name, Kind.STARTING).replica(26, name, Kind.READY);
            replica(58.2, name, Kind.DRAINING).replica(58.7, name, Kind.ENDED);
        }
    }

    static Phase phase(String name, int from, int to, double rate, int adaptation) {
        return new Phase(
                name, Duration.ofSeconds(from), Duration.ofSeconds(to), rate, rate, Duration.ofSeconds(adaptation));
    }

    static Decision scale(int from, int to) {
        return new Decision.Scale(from, to, List.of(new Reason("AboveTarget", "more")));
    }

    static Instant at(double second) {
        return START.plusNanos(Math.round(second * 1e9));
    }

    RunStory phases(Phase... others) {
        phases = List.of(others);
        return this;
    }

    RunStory decided(double second, Decision decision) {
        return decided(second, decision, new Signal.Value(0.2, Duration.ofMillis(500)));
    }

    RunStory decided(double second, Decision decision, Signal signal) {
        boolean number = signal instanceof Signal.Value;
        decisions.put(second, new DecisionRecord(
                at(second),
                SCALING.autoscaler(),
                decision,
                List.of(new Input("s0-prometheus", "p95", "p95", signal, "350m", number ? "200m" : "<unknown>",
                        number ? Optional.of(3) : Optional.empty())),
                Optional.empty(),
                List.of()));
        return this;
    }

    /// Takes away the decisions in `[from, to)`.
    RunStory undecided(double from, double to) {
        decisions.subMap(from, to).clear();
        return this;
    }

    RunStory replica(double second, String name, Kind kind) {
        transitions.add(new ReplicaTransition(at(second), name, kind));
        return this;
    }

    /// No replica ever changes.
    RunStory withoutChanges() {
        transitions.clear();
        return this;
    }

    /// Answers beyond the objective in the second that ends at `second`, and its latency.
    RunStory slow(int second, int count, double p95) {
        return change(second, sample -> new TelemetrySample(
                sample.offset(),
                new Traffic(sample.traffic().arrivals(), sample.traffic().completions(), count,
                        sample.traffic().failures(), sample.traffic().inFlight()),
                new Latency(p95, p95, p95),
                sample.replicas(),
                sample.cpu()));
    }

    RunStory replicas(int from, int to, int existing, int ready) {
        for (int second = from; second <= to; second++) {
            change(second, sample -> new TelemetrySample(
                    sample.offset(), sample.traffic(), sample.latency(), new Replicas(existing, existing, ready),
                    sample.cpu()));
        }
        return this;
    }

    /// A request that was due half a second before it failed.
    RunStory failed(double second, Outcome outcome, String detail) {
        failures.add(new LoadFailure(at(second - 0.5), at(second), outcome, "GET http://127.0.0.1/", detail));
        return change((int) Math.ceil(second), sample -> {
            var more = new EnumMap<Outcome, Long>(Outcome.class);
            more.putAll(sample.traffic().failures());
            more.merge(outcome, 1L, Long::sum);
            var traffic = sample.traffic();
            return new TelemetrySample(
                    sample.offset(),
                    new Traffic(traffic.arrivals() + 1, traffic.completions(), traffic.slow(), more, 1),
                    sample.latency(),
                    sample.replicas(),
                    sample.cpu());
        });
    }

    /// Failures that came after the load generator's limit.
    RunStory failedUnseen(long count) {
        unknownFailures = count;
        return this;
    }

    /// Takes away the samples that end in `[from, to]`.
    RunStory unmeasured(int from, int to) {
        samples.subMap(from, true, to, true).clear();
        return this;
    }

    RunStory late(long requests) {
        lateness = new Lateness(requests, Duration.ofMillis(10), Duration.ofMillis(1400), 0);
        return this;
    }

    RunStory drops(String line) {
        dropped.add(line);
        return this;
    }

    RunStory endsAt(double second, Ending how) {
        end = second;
        ending = how;
        samples.tailMap((int) second, false).clear();
        decisions.tailMap(second, false).clear();
        transitions.removeIf(transition -> transition.time().isAfter(at(second)));
        return this;
    }

    private RunStory change(int second, UnaryOperator<TelemetrySample> how) {
        samples.computeIfPresent(second, (_, sample) -> how.apply(sample));
        return this;
    }

    RunPlan plan() {
        return new RunPlan("test", "a story", phases, OBJECTIVE, SCALING, EXPECTATIONS);
    }

    RunRecord record() {
        var numbered = new ArrayList<RunDecision>();
        decisions.values().forEach(record -> numbered.add(new RunDecision(numbered.size() + 1, record)));
        return new RunRecord(
                plan(),
                START,
                at(end),
                ending,
                new Observed(List.copyOf(samples.values()), numbered, transitions, List.of(), dropped),
                load(),
                new Machine(2, 8L << 30, "25", "Linux", "cgroup v2"));
    }

    private LoadSnapshot load() {
        var outcomes = new EnumMap<Outcome, Long>(Outcome.class);
        long arrivals = 0;
        for (var sample : samples.values()) {
            arrivals += sample.traffic().arrivals();
            outcomes.merge(Outcome.OK, sample.traffic().completions(), Long::sum);
        }
        failures.forEach(failure -> outcomes.merge(failure.outcome(), 1L, Long::sum));
        if (unknownFailures > 0) {
            outcomes.merge(Outcome.TIMEOUT, unknownFailures, Long::sum);
        }
        outcomes.values().removeIf(count -> count == 0);
        var none = new Latencies(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        return new LoadSnapshot(
                START,
                new LoadSnapshot.State(Duration.ofSeconds(80), 0, 0, true),
                new LoadSnapshot.Counts(arrivals, arrivals, arrivals, outcomes, Map.of()),
                new LoadSnapshot.Measured(10, 10, none, none, lateness),
                failures);
    }

    /// What one check says of this run.
    Verdict verdict(Check check) {
        var run = record();
        assertAsked(check, run.plan());
        return check.judge(check.claim(run.plan()), run);
    }

    private static void assertAsked(Check check, RunPlan plan) {
        check.notAsked(plan).ifPresent(why -> {
            throw new AssertionError("not asked: " + why);
        });
    }

    static String text(Verdict verdict) {
        return verdict.word() + ": " + verdict.measuredText() + "; " + verdict.detailText();
    }
}
