package dev.headroom.verdicts;

import dev.headroom.loadgen.Latencies;
import dev.headroom.loadgen.Lateness;
import dev.headroom.loadgen.LoadSecond;
import dev.headroom.loadgen.LoadSnapshot;
import dev.headroom.loadgen.Outcome;
import dev.headroom.verdicts.RunRecord.Machine;
import dev.headroom.verdicts.RunRecord.Observed;
import dev.headroom.verdicts.TelemetrySample.Cpu;
import dev.headroom.verdicts.TelemetrySample.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Collects what is seen while a run goes on. Safe for any thread.
///
/// Its lists have limits, each with a name. What comes when a list is full is counted and not kept; the verdict on the
/// telemetry then fails and names the limit, so a report never passes off a part as the whole.
public final class Telemetry {

    /// Limit `telemetry samples`: a day of seconds.
    public static final int MAX_SAMPLES = 86_400;

    /// Limit `telemetry decisions`.
    public static final int MAX_DECISIONS = 100_000;

    /// Limit `telemetry events`, and as many `telemetry transitions`.
    public static final int MAX_EVENTS = 20_000;

    private final RunPlan plan;
    private final Instant startedAt;
    private final Bounded<TelemetrySample> samples = new Bounded<>("telemetry samples", MAX_SAMPLES);
    private final Bounded<RunDecision> decisions = new Bounded<>("telemetry decisions", MAX_DECISIONS);
    private final Bounded<RunEvent> events = new Bounded<>("telemetry events", MAX_EVENTS);
    private final Bounded<ReplicaTransition> transitions = new Bounded<>("telemetry transitions", MAX_EVENTS);
    private Map<Outcome, Long> failuresBefore = Map.of();
    private Optional<LoadSnapshot> load = Optional.empty();
    private Optional<RunDecision> newest = Optional.empty();

    /// @param startedAt when the traffic begins
    public Telemetry(RunPlan plan, Instant startedAt) {
        this.plan = plan;
        this.startedAt = startedAt;
    }

    /// What the load generator cannot know of a second.
    ///
    /// @param scrapedSeconds the quantile of the objective as the autoscaler sees it, NaN without a number
    public record Seen(Replicas replicas, Cpu cpu, double scrapedSeconds) {}

    /// Adds a second.
    ///
    /// @param snapshot taken at its end
    /// @throws IllegalArgumentException when the load has no objective, without which nobody can say what was slow
    public synchronized void second(LoadSecond second, LoadSnapshot snapshot, Seen seen) {
        long slow = second.slow()
                .orElseThrow(() -> new IllegalArgumentException(
                        "LoadPlan.objective: expected " + plan.objective().target() + ", got none"));
        samples.add(new TelemetrySample(
                Duration.between(startedAt, second.time()),
                new TelemetrySample.Traffic(
                        second.arrivals(), second.completions(), slow, newFailures(snapshot), second.inFlight()),
                new TelemetrySample.Latency(
                        quantile(second.p50(), second.p95(), second.p99()),
                        window(snapshot.measured().window()),
                        seen.scrapedSeconds()),
                seen.replicas(),
                seen.cpu()));
        load = Optional.of(snapshot);
    }

    private Map<Outcome, Long> newFailures(LoadSnapshot snapshot) {
        var all = snapshot.counts().outcomes();
        var added = new EnumMap<Outcome, Long>(Outcome.class);
        all.forEach((outcome, count) -> {
            long more = count - failuresBefore.getOrDefault(outcome, 0L);
            if (outcome.failed() && more > 0) {
                added.put(outcome, more);
            }
        });
        failuresBefore = all;
        return added;
    }

    private double window(Latencies latencies) {
        return quantile(latencies.p50(), latencies.p95(), latencies.p99());
    }

    private double quantile(double p50, double p95, double p99) {
        return switch (plan.objective().name()) {
            case "p50" -> p50;
            case "p95" -> p95;
            default -> p99;
        };
    }

    public synchronized void decided(RunDecision decision) {
        decisions.add(decision);
        newest = Optional.of(decision);
    }

    public synchronized void happened(RunEvent event) {
        events.add(event);
    }

    public synchronized void replica(ReplicaTransition transition) {
        transitions.add(transition);
    }

    public RunPlan plan() {
        return plan;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /// The newest `count` samples, oldest first.
    public synchronized List<TelemetrySample> newest(int count) {
        return samples.newest(count);
    }

    public synchronized Optional<RunDecision> newestDecision() {
        return newest;
    }

    /// The decisions with a number above `id`, oldest first.
    public synchronized List<RunDecision> decisionsAfter(long id) {
        int from = decisions.kept.size();
        while (from > 0 && decisions.kept.get(from - 1).id() > id) {
            from--;
        }
        return List.copyOf(decisions.kept.subList(from, decisions.kept.size()));
    }

    /// The requests that failed so far, as of the last second.
    public synchronized long failed() {
        return load.map(snapshot -> snapshot.counts().failed()).orElse(0L);
    }

    /// The record of the run that ends now.
    ///
    /// @param end the load generator's last snapshot; empty when it never began
    public synchronized RunRecord record(
            Instant endedAt, Ending ending, Optional<LoadSnapshot> end, Machine machine) {
        var dropped = new ArrayList<String>();
        List.of(samples, decisions, events, transitions).forEach(each -> each.losses(dropped::add));
        var observed = new Observed(
                samples.kept, decisions.kept, transitions.kept, events.kept, dropped);
        return new RunRecord(
                plan, startedAt, endedAt, ending, observed, end.or(() -> load).orElseGet(this::noLoad), machine);
    }

    private LoadSnapshot noLoad() {
        var nothing = new Latencies(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        return new LoadSnapshot(
                startedAt,
                new LoadSnapshot.State(Duration.ZERO, 0, 0, true),
                new LoadSnapshot.Counts(0, 0, 0, new LinkedHashMap<>(), new LinkedHashMap<>()),
                new LoadSnapshot.Measured(
                        0,
                        0,
                        nothing,
                        nothing,
                        new Lateness(0, Lateness.tolerance(Optional.empty()), Duration.ZERO, 0)),
                List.of());
    }

    /// A list that takes no more than its limit and counts the rest.
    private static final class Bounded<T> {

        private final String name;
        private final int limit;
        private final List<T> kept = new ArrayList<>();
        private long lost;

        Bounded(String name, int limit) {
            this.name = name;
            this.limit = limit;
        }

        void add(T value) {
            if (kept.size() < limit) {
                kept.add(value);
            } else {
                lost++;
            }
        }

        List<T> newest(int count) {
            return List.copyOf(kept.subList(Math.max(0, kept.size() - count), kept.size()));
        }

        void losses(Consumer<String> told) {
            if (lost > 0) {
                told.accept(name + ": at most " + limit + ", " + lost + " more were not kept");
            }
        }
    }
}
