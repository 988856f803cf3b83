package dev.headroom.server;

import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.Selectors;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.Queryable;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// The server's control loop of one autoscaler over series that are given instead of scraped, on a timeline that
/// somebody
/// else moves: what a decision script runs.
public final class RehearsedLoop implements AutoCloseable {

    private final AutoscalerLoop loop;

    /// What surrounds the loop.
    ///
    /// @param storage the series that `engine` reads, too
    /// @param scrapeInterval how often they have a sample; what is much older is stale
    /// @param decisions gets every decision
    /// @param events gets what `kubectl get events` would show
    public record Stage(
            Timeline timeline,
            QueryEngine engine,
            Queryable storage,
            Duration scrapeInterval,
            Consumer<DecisionRecord> decisions,
            Consumer<Event> events) {}

    public RehearsedLoop(Autoscaler autoscaler, ScaleTarget target, Stage stage) {
        var reader = new SignalReader(
                stage.engine(), stage.storage(), Selectors::of, _ -> Optional.empty(), stage.scrapeInterval());
        this.loop = new AutoscalerLoop(
                autoscaler,
                target,
                new AutoscalerLoop.Surroundings(
                        stage.timeline(),
                        new EmbeddedSignals(reader),
                        stage.decisions(),
                        stage.events(),
                        new LoopMetrics(new PrometheusRegistry())));
    }

    /// Decides at once and then every `period`.
    public void start(Duration period) {
        loop.start(period);
    }

    @Override
    public void close() {
        loop.close();
    }
}
