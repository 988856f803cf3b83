package dev.headroom.loop;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.keda.ScaledObject;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.records.AppliedCluster;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.Queryable;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The server's control loop of one autoscaler over series that are given instead of scraped, on a timeline that
/// somebody else moves: what a decision script runs.
public final class RehearsedLoop implements AutoCloseable {

    private final AutoscalerLoop loop;

    /// What surrounds the loop.
    ///
    /// @param storage the series that `engine` reads, too
    /// @param scrapeInterval how often they have a sample; what is much older is stale
    /// @param adapter the rules behind the metrics of HorizontalPodAutoscalers
    /// @param decisions gets every decision
    /// @param events gets what `kubectl get events` would show
    public record Stage(
            Timeline timeline,
            QueryEngine engine,
            Queryable storage,
            Duration scrapeInterval,
            Optional<AdapterConfig> adapter,
            Consumer<DecisionRecord> decisions,
            Consumer<Event> events) {}

    public RehearsedLoop(Autoscaler autoscaler, ScaleTarget target, Stage stage) {
        var store =
                MetricStore.embedded(stage.storage(), stage.engine(), Troubles.none(), stage.scrapeInterval());
        this.loop = new AutoscalerLoop(
                autoscaler,
                target,
                new AutoscalerLoop.Surroundings(
                        stage.timeline(),
                        new RehearsedSignals(
                                new SignalReader(store),
                                stage.adapter().map(rules -> new AdapterSignals(rules, store))),
                        told -> stage.decisions().accept(told.record()),
                        stage.events(),
                        new LoopMetrics(new PrometheusRegistry())));
    }

    /// The autoscalers among some objects, read as the server reads what is applied.
    ///
    /// @throws ManifestException for what the API server, KEDA or this program would refuse
    public static List<Autoscaler> autoscalers(List<Manifest> manifests) {
        var cluster = new AppliedCluster(manifests);
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals(HorizontalPodAutoscaler.KIND)
                        || manifest.kind().equals(ScaledObject.KIND))
                .flatMap(manifest -> Autoscaler.of(manifest, cluster.around(manifest)).stream())
                .toList();
    }

    /// Decides at once and then every `syncPeriod`, and polls triggers as the object says.
    public void start(Duration syncPeriod) {
        loop.start(syncPeriod);
    }

    @Override
    public void close() {
        loop.close();
    }
}
