package dev.headroom.demo;

import dev.headroom.arrivals.Programme;
import dev.headroom.arrivals.TraceFile;
import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.Signal;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.loadgen.LoadLimits;
import dev.headroom.loadgen.LoadPlan;
import dev.headroom.loadgen.LoadRun;
import dev.headroom.loadgen.LoadSnapshot;
import dev.headroom.loadgen.Traffic;
import dev.headroom.loop.Event;
import dev.headroom.manifests.ManifestException;
import dev.headroom.processes.PodStatus;
import dev.headroom.processes.ServiceStatus;
import dev.headroom.server.RunProgress;
import dev.headroom.server.Timelog;
import dev.headroom.server.Wiring;
import dev.headroom.timeline.Timeline;
import dev.headroom.verdicts.Ending;
import dev.headroom.verdicts.Objective;
import dev.headroom.verdicts.RunDecision;
import dev.headroom.verdicts.RunEvent;
import dev.headroom.verdicts.RunPlan;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.Telemetry;
import dev.headroom.verdicts.TelemetrySample;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// A demo that runs: the loop on this machine, traffic against its Service, and what was measured.
///
/// [#start] starts the loop, [#play] waits for the first replicas and plays the traffic, [#close] ends everything.
public final class Demo implements AutoCloseable {

    private static final double QUANTILE = 0.95;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final DemoOptions options;
    private final Wiring wiring;
    private final Autoscaler autoscaler;
    private final ScaleTarget target;
    private final Duration objective;
    private final Programme programme;
    private final RunPlan plan;
    private final ReplicaWatch watch = new ReplicaWatch();
    private final CompletableFuture<Ending> stopped = new CompletableFuture<>();

    /// Starts the loop.
    ///
    /// @throws ManifestException when the manifests are wrong, or hold no autoscaler with a latency for a target
    /// @throws dev.headroom.server.AddressTakenException when the server's address is not free
    /// @throws dev.headroom.arrivals.TrafficException when the trace is none
    public static Demo start(DemoOptions options) {
        var programme = programme(options);
        var wiring = Wiring.start(options.server(), options.manifests());
        try {
            return new Demo(options, wiring, programme);
        } catch (RuntimeException failure) {
            wiring.close();
            throw failure;
        }
    }

    private Demo(DemoOptions options, Wiring wiring, Programme programme) {
        this.options = options;
        this.wiring = wiring;
        this.programme = programme;
        if (wiring.autoscalers().size() != 1) {
            throw new ManifestException("manifests: expected one autoscaler, got "
                    + wiring.autoscalers().size());
        }
        this.autoscaler = wiring.autoscalers().getFirst();
        this.target = wiring.target(autoscaler);
        this.objective = objective(autoscaler);
        this.plan = plan();
    }

    private static Programme programme(DemoOptions options) {
        var rates = options.rates();
        return options.trace()
                .map(file -> Programme.replay(
                        TraceFile.read(file, options.server().seed()),
                        options.duration(),
                        rates.peak(),
                        options.server().seed()))
                .orElseGet(() -> Programme.demo(options.duration(), rates.base(), rates.peak()));
    }

    /// The latency that the autoscaler aims at: the target of its first external metric that is not an average over
    /// replicas, in seconds.
    private static Duration objective(Autoscaler autoscaler) {
        return latencyMetric(autoscaler)
                .flatMap(metric -> metric.target().value())
                .map(value -> Duration.ofMillis(Math.round(value.approximateDouble() * 1000)))
                .filter(Duration::isPositive)
                .orElseThrow(() -> new ManifestException(autoscaler.key()
                        + ": expected a trigger with metricType: Value, or an External metric with a target of that"
                        + " type, whose threshold is the latency objective in seconds, got none"));
    }

    private static Optional<MetricSpec.External> latencyMetric(Autoscaler autoscaler) {
        return autoscaler.hpa().metrics().stream()
                .filter(MetricSpec.External.class::isInstance)
                .map(MetricSpec.External.class::cast)
                .filter(metric -> metric.target().value().isPresent())
                .findFirst();
    }

    private RunPlan plan() {
        var expected = options.expected();
        return new RunPlan(
                "demo of " + autoscaler.key(),
                programme.source(),
                programme.phases(),
                new Objective(QUANTILE, objective, expected.errorShare()),
                new RunPlan.Scaling(
                        autoscaler.key(),
                        autoscaler.minReplicas(),
                        autoscaler.maxReplicas(),
                        options.server().syncPeriod()),
                new RunPlan.Expectations(expected.peakReplicas(), expected.decision(), expected.saving()));
    }

    public RunPlan runPlan() {
        return plan;
    }

    public Wiring wiring() {
        return wiring;
    }

    /// Ends the run early: [#play] returns soon, with what was measured until now.
    public void stop(Ending why) {
        stopped.complete(why);
    }

    /// Waits for the first replicas and plays the traffic to its end, or until [#stop].
    ///
    /// @param waiting told how many replicas are ready while there are too few
    /// @param each told at the end of each second of traffic
    public RunRecord play(IntConsumer waiting, Consumer<DemoSecond> each) {
        var timeline = wiring.timeline();
        var early = awaitReplicas(timeline, waiting);
        var startedAt = timeline.now();
        var seen = new Telemetry(plan, startedAt);
        listen(seen);
        if (early.isPresent()) {
            return record(seen, early.get(), Optional.empty());
        }
        wiring.announce(RunProgress.of(plan.title(), startedAt, plan.phases()));
        var schedule = timeline.every(Duration.ZERO, LOOK, () -> look(seen));
        var load = LoadRun.start(loadPlan(), wiring.vertx(), timeline);
        load.onSecond(second -> {
            var snapshot = load.snapshot();
            seen.second(second, snapshot, seen());
            each.accept(new DemoSecond(Duration.between(startedAt, second.time()), seen, second, snapshot));
        });
        var ending = played(load);
        schedule.cancel();
        look(seen);
        return record(seen, ending, Optional.of(load.snapshot()));
    }

    /// Why the run cannot begin; empty when the autoscaler's minimum of replicas is ready.
    private Optional<Ending> awaitReplicas(Timeline timeline, IntConsumer waiting) {
        long deadline = timeline.nanos() + options.expected().readyTimeout().toNanos();
        while (readyReplicas() < autoscaler.minReplicas()) {
            if (timeline.nanos() > deadline) {
                return Optional.of(new Ending.Failed(readyReplicas() + " of " + autoscaler.minReplicas()
                        + " replicas became ready within " + options.expected().readyTimeout().toSeconds() + " s"));
            }
            waiting.accept(readyReplicas());
            try {
                return Optional.of(stopped.get(LOOK.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException _) {
                // Not stopped: look again.
            } catch (ExecutionException | InterruptedException failure) {
                return Optional.of(new Ending.Failed("interrupted: " + failure));
            }
        }
        return Optional.empty();
    }

    /// How many replicas serve.
    public int readyReplicas() {
        return (int) target.pods().stream().filter(Pod::serves).count();
    }

    private LoadPlan loadPlan() {
        return new LoadPlan(
                options.request().mix(serviceUrl("/predict")),
                new Traffic.Open(programme.arrivals()),
                LoadLimits.DEFAULT.withTimeout(REQUEST_TIMEOUT),
                options.server().seed(),
                Optional.of(objective));
    }

    private URI serviceUrl(String path) {
        var address = wiring.servicesOf(autoscaler).stream()
                .map(ServiceStatus::addresses)
                .flatMap(List::stream)
                .findFirst()
                .orElseThrow(() -> new ManifestException(autoscaler.key()
                        + ": expected a Service in front of " + autoscaler.target().name() + ", got none"));
        return URI.create("http://" + address + path);
    }

    private void listen(Telemetry seen) {
        wiring.decisions().listen((Timelog.Entry<DecisionRecord> entry) -> {
            if (entry.value().autoscaler().equals(autoscaler.key())) {
                seen.decided(new RunDecision(entry.id(), entry.value()));
            }
        });
        wiring.events().listen((Timelog.Entry<Event> entry) -> {
            var event = entry.value();
            seen.happened(new RunEvent(event.time(), event.kind(), event.object(), event.reason(), event.message()));
        });
    }

    private synchronized void look(Telemetry seen) {
        watch.look(wiring.timeline().now(), pods()).forEach(seen::replica);
    }

    private List<PodStatus> pods() {
        return wiring.cluster().pods().stream()
                .filter(pod -> pod.namespace().equals(autoscaler.namespace())
                        && pod.deployment().equals(autoscaler.target().name()))
                .toList();
    }

    private Telemetry.Seen seen() {
        var scale = target.scale();
        return new Telemetry.Seen(
                new TelemetrySample.Replicas(scale.specReplicas(), scale.statusReplicas(), readyReplicas()),
                new TelemetrySample.Cpu(usedCores(), limitCores()),
                scrapedSeconds());
    }

    private double usedCores() {
        var readings = pods().stream().map(PodStatus::cpuMilli).filter(OptionalLong::isPresent).toList();
        return readings.isEmpty()
                ? Double.NaN
                : readings.stream().mapToLong(OptionalLong::getAsLong).sum() / 1000.0;
    }

    private double limitCores() {
        return target.pods().stream()
                .findFirst()
                .map(pod -> pod.containers().stream()
                                .filter(container -> !container.init())
                                .mapToLong(container -> container.limits().getOrDefault("cpu", 0L))
                                .sum()
                        / 1000.0)
                .filter(cores -> cores > 0)
                .orElse(Double.NaN);
    }

    /// The objective's quantile as the autoscaler read it last.
    private double scrapedSeconds() {
        var name = latencyMetric(autoscaler).map(MetricSpec.External::name).orElse("");
        return wiring.newest(autoscaler).stream()
                .flatMap(record -> record.inputs().stream())
                .filter(input -> input.metric().equals(name))
                .map(DecisionRecord.Input::signal)
                .mapToDouble(signal -> signal.number().orElse(Double.NaN))
                .findFirst()
                .orElse(Double.NaN);
    }

    private Ending played(LoadRun load) {
        try {
            var end = CompletableFuture.anyOf(load.finished(), stopped).get();
            if (end instanceof Ending ending) {
                load.stop();
                load.finished().get(2, TimeUnit.SECONDS);
                return ending;
            }
            return new Ending.Completed();
        } catch (TimeoutException _) {
            return stopped.getNow(new Ending.Interrupted());
        } catch (ExecutionException failure) {
            return new Ending.Failed("the load generator: " + failure.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            load.stop();
            return new Ending.Interrupted();
        }
    }

    private RunRecord record(Telemetry seen, Ending ending, Optional<LoadSnapshot> end) {
        var machine = new RunRecord.Machine(
                Runtime.getRuntime().availableProcessors(),
                MachineFacts.memoryBytes(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                wiring.cluster().enforcement().text());
        return seen.record(wiring.timeline().now(), ending, end, machine);
    }

    @Override
    public void close() {
        wiring.close();
    }
}
