package dev.headroom.cli;

import dev.headroom.arrivals.Phase;
import dev.headroom.demo.DemoSecond;
import dev.headroom.verdicts.RunDecision;
import dev.headroom.verdicts.RunPlan;
import dev.headroom.verdicts.TelemetrySample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// What a person sees of a demo at one second, all of it: drawing is a function of this.
///
/// @param news decisions since the frame before, oldest first
/// @param newest the last decision
record DemoFrame(
        String title,
        Duration elapsed,
        Duration total,
        Stage stage,
        Load load,
        Latency latency,
        Replicas replicas,
        List<RunDecision> news,
        Optional<Decided> newest) {

    private static final int MINUTE = 60;

    /// Rates of a single second jump about; these are means of so many.
    private static final int RATE_SECONDS = 5;

    /// @param phase of the traffic; empty when all of it was sent
    /// @param announced requests per second
    /// @param adaptingFor what is left of the announced adaptation window; zero outside of one
    record Stage(Optional<String> phase, double announced, Duration adaptingFor) {}

    /// @param arrivals per second, and so are completions
    /// @param failed since the start
    record Load(double arrivals, double completions, long inFlight, long failed) {}

    /// @param name of the quantile: `p95`
    /// @param seconds over the last ten seconds, NaN when nothing ended in them
    /// @param lastMinute the same at the end of each of the last seconds
    record Latency(String name, double seconds, double target, List<Double> lastMinute) {}

    record Replicas(int desired, int existing, int ready, int min, int max) {}

    record Decided(RunDecision decision, Duration ago) {}

    /// @param lastSeen the number of the last decision that a frame has shown
    static DemoFrame of(RunPlan plan, DemoSecond second, long lastSeen) {
        var telemetry = second.telemetry();
        var samples = telemetry.newest(MINUTE);
        var now = second.offset();
        var last = samples.getLast();
        var phase = plan.phaseAt(last.start());
        return new DemoFrame(
                plan.title(),
                now,
                plan.duration(),
                new Stage(
                        phase.map(Phase::name),
                        plan.rateAt(last.start()),
                        phase.map(each -> each.adaptedAt().minus(now))
                                .filter(Duration::isPositive)
                                .orElse(Duration.ZERO)),
                new Load(
                        mean(samples, sample -> sample.traffic().arrivals()),
                        mean(samples, sample -> sample.traffic().completions()),
                        last.traffic().inFlight(),
                        telemetry.failed()),
                new Latency(
                        plan.objective().name(),
                        last.latency().window(),
                        plan.objective().targetSeconds(),
                        samples.stream().map(sample -> sample.latency().window()).toList()),
                new Replicas(
                        last.replicas().desired(),
                        last.replicas().existing(),
                        last.replicas().ready(),
                        plan.scaling().minReplicas(),
                        plan.scaling().maxReplicas()),
                telemetry.decisionsAfter(lastSeen),
                telemetry.newestDecision()
                        .map(decision -> new Decided(
                                decision,
                                Duration.between(
                                        decision.record().time(), telemetry.startedAt().plus(now)))));
    }

    private static double mean(List<TelemetrySample> samples, ToLongFunction<TelemetrySample> count) {
        return samples.subList(Math.max(0, samples.size() - RATE_SECONDS), samples.size()).stream()
                .mapToLong(count)
                .average()
                .orElse(Double.NaN);
    }
}
