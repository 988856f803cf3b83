package dev.headroom.processes;

import dev.headroom.machine.Address;
import dev.headroom.machine.Command;
import dev.headroom.machine.Limits;
import dev.headroom.machine.ProcessGroup;
import dev.headroom.machine.ProcessGroup.Ending;
import dev.headroom.machine.Reading;
import dev.headroom.processes.ContainerStatus.State;
import dev.headroom.timeline.Timeline.Scheduled;
import dev.headroom.workloads.ContainerSpec;
import dev.headroom.workloads.Handler;
import dev.headroom.workloads.Invocation;
import dev.headroom.workloads.Probe;
import dev.headroom.workloads.ProbeTiming;
import dev.headroom.workloads.ProbeType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// One container of a pod over all its runs: a process that is started, probed, restarted with back-off, and ended with
/// grace. Owned by the loop.
final class LiveContainer implements Probes.Observer {

    /// Between the last moment for SIGTERM and SIGKILL, as far as the grace period has so much.
    private static final Duration TERM_RESERVE = Duration.ofSeconds(2);

    private static final int NOT_STARTED = 128;

    private final ContainerSpec spec;
    private final boolean init;
    private final Home home;
    private final Node node;
    private final BackOff backOff;
    private final Probes probes;
    private final UsageWindow usage;
    private final List<Scheduled> timers = new ArrayList<>();
    private Optional<ProcessGroup> group = Optional.empty();
    private State state;
    private Optional<State.Terminated> lastTermination = Optional.empty();
    private Optional<Instant> startedAt = Optional.empty();
    private OptionalLong pid = OptionalLong.empty();
    private Stage stage = Stage.NOT_STARTED;
    private int runs;
    private boolean last;
    private boolean terminated;
    private boolean syncing;
    /// Whether the present run has the CPU limit of the start.
    private boolean boosted;
    private Probes.Health health = new Probes.Health(false, false);

    /// Where the present run is.
    private enum Stage {
        NOT_STARTED,
        STARTING,
        RUNNING,
        STOPPING,
        WAITING,
        ENDED
    }

    /// What a container asks of its pod.
    interface Home {

        String namespace();

        String podName();

        String uid();

        /// Where it may listen; there is one when a container runs.
        Address address();

        Invocation invocation(ContainerSpec spec);

        /// The file that gets its output.
        Path log(ContainerSpec spec);

        Duration grace();

        /// Whether what ended so is started again.
        boolean restarts(int exitCode);

        void changed();

        /// An init container has done its work.
        void initCompleted();

        /// It runs no more and will not again.
        void ended();
    }

    /// How long an end may take.
    ///
    /// @param by the instant at which everything is killed
    /// @param gate SIGTERM waits for it, though not to the very end
    record Grace(Duration period, Instant by, CompletionStage<Void> gate) {}

    LiveContainer(ContainerSpec spec, boolean init, Home home, Node node) {
        this.spec = spec;
        this.init = init;
        this.home = home;
        this.node = node;
        var kubelet = node.settings().kubelet();
        this.backOff = new BackOff(kubelet.backOff(), kubelet.maxBackOff());
        this.usage = new UsageWindow(kubelet.usageWindow());
        this.state = new State.Waiting("PodInitializing", "");
        var timings = new EnumMap<ProbeType, ProbeTiming>(ProbeType.class);
        if (!init) {
            spec.probes().forEach((type, probe) -> timings.put(type, probe.timing()));
        }
        this.probes = new Probes(timings, node.agenda(), this::attempt, this);
    }

    // What its pod tells it.

    /// The pod has its place; probes tick from here on.
    void admitted(boolean first) {
        state = new State.Waiting(first ? "ContainerCreating" : "PodInitializing", "");
        probes.start();
    }

    void start() {
        if (last) {
            return;
        }
        if (runs == 0) {
            state = new State.Waiting("ContainerCreating", "");
        }
        runs++;
        usage.startOver();
        stage = Stage.STARTING;
        int run = runs;
        try {
            boost();
            node.event("Pod", home.podName(), "Created", "Created container: " + spec.name());
            var invocation = home.invocation(spec);
            if (run > 1) {
                new ContainerLog(home.log(spec)).startOver();
            }
            group().start(command(invocation.argv(), invocation), home.log(spec), new ProcessGroup.Observer() {
                @Override
                public void started(long pid) {
                    node.agenda().execute(() -> running(run, pid));
                }

                @Override
                public void ended(Ending ending) {
                    node.agenda().execute(() -> LiveContainer.this.ended(run, ending));
                }
            });
        } catch (IOException failure) {
            var why = "log: expected to keep that of the run before, got: " + failure;
            node.agenda().execute(() -> ended(run, new Ending.NotStarted(why)));
        } catch (UncheckedIOException failure) {
            var why = "limits: expected to set up a group for them, got: " + failure.getMessage();
            node.agenda().execute(() -> ended(run, new Ending.NotStarted(why)));
        }
        home.changed();
    }

    private ProcessGroup group() {
        if (group.isEmpty()) {
            var resources = spec.resources();
            group = Optional.of(node.machine().group(
                    home.namespace() + "." + home.podName() + "." + spec.name(),
                    new Limits(
                            resources.cpuLimitMilli().map(OptionalLong::of).orElse(OptionalLong.empty()),
                            resources.memoryLimitBytes().map(OptionalLong::of).orElse(OptionalLong.empty()))));
        }
        return group.get();
    }

    private void boost() {
        spec.resources().startupCpuMilli().ifPresent(milli -> {
            boosted = true;
            group().limitCpu(milli);
        });
    }

    private void endBoost() {
        boosted = false;
        spec.resources().cpuLimitMilli().ifPresent(group()::limitCpu);
    }

    private Command command(List<String> argv, Invocation invocation) {
        var aliased = new ArrayList<>(argv);
        aliased.set(0, node.settings().commandAliases().getOrDefault(argv.getFirst(), argv.getFirst()));
        var folder = node.settings().workingDirectory();
        return new Command(
                aliased, invocation.environment(), spec.workingDir().map(folder::resolve).orElse(folder).normalize());
    }

    private void running(int run, long process) {
        if (run != runs || stage == Stage.ENDED) {
            return;
        }
        if (stage == Stage.STARTING) {
            stage = Stage.RUNNING;
        }
        pid = OptionalLong.of(process);
        startedAt = Optional.of(node.agenda().now());
        state = new State.Running(node.agenda().now());
        node.event("Pod", home.podName(), "Started", "Started container " + spec.name());
        sync();
    }

    private void ended(int run, Ending ending) {
        if (run != runs || stage == Stage.ENDED) {
            return;
        }
        cancelTimers();
        var now = node.agenda().now();
        var began = startedAt.orElse(now);
        var termination = switch (ending) {
            case Ending.Exited(var code, var outOfMemory) ->
                new State.Terminated(
                        code, outOfMemory ? "OOMKilled" : code == 0 ? "Completed" : "Error", "", began, now);
            case Ending.NotStarted(var error) -> {
                node.warning("Pod", home.podName(), "Failed", "Error: container " + spec.name() + ": " + error);
                yield new State.Terminated(NOT_STARTED, "StartError", error, now, now);
            }
        };
        state = termination;
        pid = OptionalLong.empty();
        startedAt = Optional.empty();
        stage = Stage.WAITING;
        sync();
        if (last) {
            over();
        } else if (init && termination.exitCode() == 0) {
            stage = Stage.ENDED;
            home.initCompleted();
        } else if (home.restarts(termination.exitCode())) {
            restart(termination);
        } else {
            over();
        }
    }

    private void restart(State.Terminated termination) {
        node.warning("Pod", home.podName(), "ContainerDied", "Container " + spec.name() + " ended: "
                + termination.reason() + ", exit code " + termination.exitCode());
        var wait = backOff.after(termination.finishedAt());
        if (wait.isZero()) {
            startAgain(termination);
            return;
        }
        node.warning("Pod", home.podName(), "BackOff",
                "Back-off restarting failed container " + spec.name() + " in pod " + podId());
        lastTermination = Optional.of(termination);
        state = new State.Waiting(
                "CrashLoopBackOff",
                "back-off " + ExecAnswer.compact(wait) + " restarting failed container=" + spec.name() + " pod="
                        + podId());
        timers.add(node.agenda().after(
                until(termination.finishedAt().plus(wait)), () -> startAgain(termination)));
        home.changed();
    }

    private void startAgain(State.Terminated before) {
        if (last) {
            return;
        }
        lastTermination = Optional.of(before);
        backOff.restarted(before.finishedAt(), node.agenda().now());
        start();
    }

    private String podId() {
        return home.podName() + "_" + home.namespace() + "(" + home.uid() + ")";
    }

    // Its end.

    /// The pod is going: liveness and startup do not matter any more, and there is no other run.
    void end(Grace grace) {
        last = true;
        probes.endStartupAndLiveness();
        switch (stage) {
            case NOT_STARTED, WAITING -> {
                cancelTimers();
                over();
            }
            case STARTING, RUNNING -> stop(grace, "Stopping container " + spec.name());
            case STOPPING -> killBy(grace);
            case ENDED -> {
                // An init container that has done its work.
            }
        }
    }

    private void stop(Grace grace, String message) {
        stage = Stage.STOPPING;
        terminated = false;
        node.event("Pod", home.podName(), "Killing", message);
        int run = runs;
        killBy(grace);
        preStop(grace.period())
                .thenCombine(grace.gate(), (_, _) -> true)
                .thenRun(() -> node.agenda().execute(() -> terminate(run)));
        home.changed();
    }

    /// SIGTERM in time for the process to end by itself, and SIGKILL to everything when the time is over.
    private void killBy(Grace grace) {
        int run = runs;
        var half = grace.period().dividedBy(2);
        var reserve = half.compareTo(TERM_RESERVE) > 0 ? TERM_RESERVE : half;
        timers.add(node.agenda().after(until(grace.by().minus(reserve)), () -> terminate(run)));
        timers.add(node.agenda().after(until(grace.by()), () -> {
            if (run == runs && stage == Stage.STOPPING) {
                group.ifPresent(ProcessGroup::kill);
            }
        }));
    }

    private Duration until(Instant instant) {
        var left = Duration.between(node.agenda().now(), instant);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void terminate(int run) {
        if (run == runs && stage == Stage.STOPPING && !terminated) {
            terminated = true;
            group.ifPresent(ProcessGroup::terminate);
        }
    }

    private CompletionStage<Void> preStop(Duration period) {
        var done = new CompletableFuture<Void>();
        if (spec.preStop().isEmpty() || stage != Stage.STOPPING || pid.isEmpty()) {
            done.complete(null);
            return done;
        }
        switch (spec.preStop().get()) {
            case Handler.Sleep(var length) -> timers.add(node.agenda().after(length, () -> done.complete(null)));
            case Handler.Exec(var argv) ->
                group().run(command(argv, home.invocation(spec)), period, outcome -> {
                    if (!(outcome instanceof ProcessGroup.Outcome.Exited(var code, var _) && code == 0)) {
                        node.agenda().execute(() -> node.warning(
                                "Pod", home.podName(), "FailedPreStopHook", "PreStopHook failed: " + outcome));
                    }
                    done.complete(null);
                });
            case Handler.HttpGet request -> ask(request, period, _ -> done.complete(null));
            case Handler.TcpSocket socket -> ask(socket, period, _ -> done.complete(null));
        }
        return done;
    }

    private void over() {
        stage = Stage.ENDED;
        probes.stop();
        home.ended();
    }

    /// Gives up its group; everything in it has ended.
    void close() {
        probes.stop();
        cancelTimers();
        group.ifPresent(ProcessGroup::close);
        group = Optional.empty();
    }

    private void cancelTimers() {
        timers.forEach(Scheduled::cancel);
        timers.clear();
    }

    // Its probes.

    private void attempt(ProbeType type, Consumer<Probes.Answer> answer) {
        var probe = probe(type);
        switch (probe.handler()) {
            case Handler.Exec(var argv) ->
                group().run(
                        command(argv, home.invocation(spec)), probe.timeout(),
                        outcome -> answer.accept(ExecAnswer.of(argv, probe, outcome)));
            case Handler.HttpGet request -> ask(request, probe.timeout(), answer);
            case Handler.TcpSocket socket -> ask(socket, probe.timeout(), answer);
            case Handler.Sleep _ -> throw new IllegalStateException("a probe that sleeps");
        }
    }

    private Probe probe(ProbeType type) {
        return Optional.ofNullable(spec.probes().get(type)).orElseThrow();
    }

    private void ask(Handler handler, Duration timeout, Consumer<Probes.Answer> answer) {
        int port = switch (handler) {
            case Handler.HttpGet request -> request.port();
            case Handler.TcpSocket socket -> socket.port();
            case Handler.Exec _, Handler.Sleep _ -> throw new IllegalStateException("not over the network");
        };
        node.prober().ask(new Prober.Question(
                handler, home.address().host(), home.address().port(port), timeout, answer));
    }

    @Override
    public void result(ProbeType type, Probes.Result result) {
        if (!syncing) {
            syncing = true;
            node.agenda().execute(() -> {
                syncing = false;
                sync();
            });
        }
    }

    @Override
    public void unhealthy(ProbeType type, String message) {
        node.warning("Pod", home.podName(), "Unhealthy", message);
    }

    /// Tells the probes what the container is, and does what they make of it.
    private void sync() {
        boolean running = startedAt.isPresent();
        health = probes.sync(
                runs == 0
                        ? Optional.empty()
                        : Optional.of(new Probes.Incarnation(runs, running, startedAt.orElse(Instant.EPOCH))));
        if (boosted && health.started()) {
            endBoost();
        }
        if (stage == Stage.RUNNING && !last) {
            probes.failed(runs).ifPresent(type -> {
                var period = probe(type).terminationGracePeriod().orElse(home.grace());
                stop(
                        new Grace(period, node.agenda().now().plus(period), CompletableFuture.completedFuture(null)),
                        "Container " + spec.name() + " failed " + type.word() + " probe, will be restarted");
            });
        }
        home.changed();
    }

    // What it shows.

    ContainerSpec spec() {
        return spec;
    }

    boolean everStarted() {
        return state instanceof State.Running || lastTermination.isPresent() || state instanceof State.Terminated;
    }

    boolean ended() {
        return stage == Stage.ENDED;
    }

    ContainerStatus status() {
        boolean running = state instanceof State.Running;
        return new ContainerStatus(
                spec.name(),
                init,
                state,
                lastTermination,
                Math.max(0, runs - 1),
                running && health.started(),
                init ? state instanceof State.Terminated(var code, _, _, _, _) && code == 0 : running && health.ready(),
                pid,
                usage.usage(),
                home.log(spec));
    }

    /// The group to measure; none while it runs nothing.
    Optional<ProcessGroup> measurable() {
        return pid.isPresent() ? group : Optional.empty();
    }

    /// A command as it runs beside its main process; empty while that does not run.
    Optional<Beside> beside(List<String> argv) {
        return measurable().map(running -> new Beside(running, command(argv, home.invocation(spec))));
    }

    void measured(Instant now, Reading reading) {
        usage.add(now, reading);
    }

    Map<String, Long> requests() {
        return spec.resources().requests();
    }

    Map<String, Long> limits() {
        return spec.resources().limits();
    }
}
