package dev.headroom.server;

import dev.headroom.hpa.Pod;
import dev.headroom.loop.AutoscalerLoop;
import dev.headroom.loop.ScrapeTroubles;
import dev.headroom.rules.RuleEvaluator;
import dev.headroom.timeline.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The state of the whole loop at one instant, put together from its parts: what `/api/headroom/v1/status` shows.
final class LoopState {

    private final Timeline timeline;
    private final Views.Server server;
    private final List<AutoscalerLoop> loops;
    private final ClusterViews cluster;
    private final ScrapeTroubles scrapes;
    private final RuleEvaluator rules;
    private final AtomicReference<Optional<RunProgress>> run = new AtomicReference<>(Optional.empty());

    /// The parts that are looked at.
    record Parts(
            Timeline timeline,
            List<AutoscalerLoop> loops,
            ClusterViews cluster,
            ScrapeTroubles scrapes,
            RuleEvaluator rules) {}

    LoopState(Parts parts, Views.Server server) {
        this.timeline = parts.timeline();
        this.server = server;
        this.loops = List.copyOf(parts.loops());
        this.cluster = parts.cluster();
        this.scrapes = parts.scrapes();
        this.rules = parts.rules();
    }

    void announce(RunProgress plan) {
        run.set(Optional.of(plan));
    }

    List<AutoscalerLoop> loops() {
        return loops;
    }

    ClusterViews cluster() {
        return cluster;
    }

    Views.Status status() {
        var now = timeline.now();
        return new Views.Status(
                now,
                server,
                loops.stream().map(LoopState::view).toList(),
                cluster.pods(now),
                cluster.services(),
                Views.alerts(rules),
                troubles(),
                run.get().map(plan -> plan.view(now)).orElse(null));
    }

    /// Broken hops from the metrics page to the replicas, in the order of the loop, and what they did to decisions.
    private List<String> troubles() {
        var lines = new ArrayList<>(cluster.troubles());
        lines.addAll(scrapes.all());
        loops.forEach(loop -> LoopViews.troubles(loop)
                .forEach(trouble -> lines.add(loop.autoscaler().name() + ": " + trouble)));
        return lines;
    }

    private static Views.Autoscaler view(AutoscalerLoop loop) {
        var target = loop.target();
        int ready = (int) target.pods().stream().filter(Pod::serves).count();
        return LoopViews.of(loop, target.scale(), ready);
    }

    Instant startedAt() {
        return server.startedAt();
    }

    Instant now() {
        return timeline.now();
    }
}
