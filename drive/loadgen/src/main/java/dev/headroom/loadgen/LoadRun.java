package dev.headroom.loadgen;

import dev.headroom.timeline.Timeline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A load test under way. Safe for any thread.
///
/// A run ends by itself when its traffic has ended and every request has been answered or has failed: at the latest two
/// timeouts after the traffic, one to wait for a connection and one for the answer.
public final class LoadRun {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final LoadPlan plan;
    private final Timeline timeline;
    private final @Nullable LoadMetrics metrics;
    private final List<Tally> tallies;
    private final Ledger ledger;
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private final List<Consumer<LoadSecond>> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<LoadSnapshot> finished = new CompletableFuture<>();
    private final AtomicInteger lanesLeft;
    private volatile boolean stopped;
    private volatile Origin origin;
    private volatile Timeline.@Nullable Scheduled clock;

    /// Gives the event loops back, then runs what it is given.
    private volatile Consumer<Runnable> release = Runnable::run;

    /// Where the two readings of the timeline meet.
    private record Origin(Instant instant, long nanos) {

        static Origin now(Timeline timeline) {
            return new Origin(timeline.now(), timeline.nanos());
        }

        Instant at(long nanos) {
            return instant.plusNanos(nanos - this.nanos);
        }
    }

    private LoadRun(LoadPlan plan, Timeline timeline, @Nullable LoadMetrics metrics) {
        this.plan = plan;
        this.timeline = timeline;
        this.metrics = metrics;
        int threads = plan.limits().threads();
        this.tallies = IntStream.range(0, threads).mapToObj(_ -> new Tally(plan.objective())).toList();
        this.ledger = new Ledger(tallies, plan.objective());
        this.lanesLeft = new AtomicInteger(threads);
        this.origin = Origin.now(timeline);
    }

    /// Starts a load test on event loops of `vertx`.
    public static LoadRun start(LoadPlan plan, Vertx vertx, Timeline timeline) {
        return start(plan, vertx, timeline, null);
    }

    /// The same, counting on `metrics` too.
    public static LoadRun start(LoadPlan plan, Vertx vertx, Timeline timeline, @Nullable LoadMetrics metrics) {
        var run = new LoadRun(plan, timeline, metrics);
        var contexts = new CopyOnWriteArrayList<Context>();
        var deployments = new ArrayList<Future<String>>();
        for (int i = 0; i < plan.limits().threads(); i++) {
            deployments.add(vertx.deployVerticle(new Loop(contexts)));
        }
        Future.all(deployments)
                .onSuccess(_ -> run.begin(
                        contexts.stream()
                                .<Executor>map(context -> task -> context.runOnContext(_ -> task.run()))
                                .toList(),
                        (mix, connections, landing) -> new SocketWire(vertx, mix, connections, landing)))
                .onFailure(run.finished::completeExceptionally);
        run.release = then -> Future.join(
                        deployments.stream().map(each -> each.compose(vertx::undeploy)).toList())
                .onComplete(_ -> then.run());
        return run;
    }

    /// Claims one event loop.
    private static final class Loop extends VerticleBase {

        private final List<Context> contexts;

        Loop(List<Context> contexts) {
            this.contexts = contexts;
        }

        @Override
        public Future<?> start() {
            contexts.add(context);
            return Future.succeededFuture();
        }
    }

    /// A run on other loops and wires than Vert.x's, for tests.
    static LoadRun start(LoadPlan plan, Timeline timeline, List<Executor> loops, Lane.WireMaker wires) {
        var run = new LoadRun(plan, timeline, null);
        run.begin(loops, wires);
        return run;
    }

    private void begin(List<Executor> loops, Lane.WireMaker wires) {
        for (int i = 0; i < loops.size(); i++) {
            var share = new Agenda.Share(i, loops.size());
            var parts = new Lane.Parts(loops.get(i), share, tallies.get(i), new Books(), wires);
            lanes.add(new Lane(plan, timeline, parts));
        }
        var started = Origin.now(timeline);
        origin = started;
        clock = timeline.every(SECOND, SECOND, this::second);
        lanes.forEach(lane -> lane.begin(started.nanos()));
        if (stopped) {
            lanes.forEach(Lane::stop);
        }
    }

    private void second() {
        if (!finished.isDone()) {
            publish(ledger.close(timeline.now()));
        }
    }

    private void publish(LoadSecond second) {
        if (metrics != null) {
            metrics.users(second.users());
        }
        listeners.forEach(listener -> listener.accept(second));
    }

    private void laneDone() {
        if (lanesLeft.decrementAndGet() > 0) {
            return;
        }
        var ticking = clock;
        if (ticking != null) {
            ticking.cancel();
        }
        if (ledger.open()) {
            publish(ledger.close(timeline.now()));
        }
        if (metrics != null) {
            metrics.users(0);
        }
        var last = snapshot(true);
        release.accept(() -> finished.complete(last));
    }

    /// Calls `listener` at the end of each second, in the order in which listeners came. What it does delays the
    /// others.
    public void onSecond(Consumer<LoadSecond> listener) {
        listeners.add(listener);
    }

    /// The seconds so far, at most the last day.
    public List<LoadSecond> seconds() {
        return ledger.seconds();
    }

    public LoadPlan plan() {
        return plan;
    }

    public LoadSnapshot snapshot() {
        return finished.isDone() && !finished.isCompletedExceptionally() ? finished.join() : snapshot(false);
    }

    private LoadSnapshot snapshot(boolean done) {
        var started = origin;
        return ledger.snapshot(started.instant(), Duration.ofNanos(timeline.nanos() - started.nanos()), done);
    }

    /// Completes with the last snapshot when everything has ended; exceptionally when no event loop could be had.
    public CompletableFuture<LoadSnapshot> finished() {
        return finished.copy();
    }

    /// Starts no more requests. Those under way may end.
    public void stop() {
        stopped = true;
        lanes.forEach(Lane::stop);
    }

    /// Hears the lanes.
    private final class Books implements Lane.Ending {

        @Override
        public void arrived() {
            if (metrics != null) {
                metrics.arrived();
            }
        }

        @Override
        public void ended(Outcome outcome, LoadRequest request, String detail, long due, long now) {
            if (metrics != null) {
                metrics.ended(outcome, (now - due) / 1e9);
            }
            if (outcome.failed()) {
                var name = request.method() + ' ' + request.url();
                ledger.failed(new LoadFailure(origin.at(due), origin.at(now), outcome, name, detail));
            }
        }

        @Override
        public void done() {
            laneDone();
        }
    }
}
