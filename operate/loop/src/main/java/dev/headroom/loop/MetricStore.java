package dev.headroom.loop;

import dev.headroom.adapter.MetricsSource;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import dev.headroom.remote.RemotePrometheus;
import dev.headroom.tsdb.Queryable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Where autoscalers have their numbers from: the samples of this program, or a server.
public final class MetricStore implements MetricsSource {

    private final QueryEngine engine;
    private final Series series;
    private final Evidence evidence;
    private final Troubles troubles;
    private final Duration scrapeInterval;

    private interface Series {
        List<Labels> since(Instant from, List<Matcher> matchers);
    }

    private MetricStore(
            QueryEngine engine, Series series, Evidence evidence, Troubles troubles, Duration scrapeInterval) {
        this.engine = engine;
        this.series = series;
        this.evidence = evidence;
        this.troubles = troubles;
        this.scrapeInterval = scrapeInterval;
    }

    /// The samples of this program.
    ///
    /// @param engine over the same samples as `storage`
    /// @param scrapeInterval how often there is a sample: what is older than three of these and 2 s is stale
    public static MetricStore embedded(
            Queryable storage, QueryEngine engine, Troubles troubles, Duration scrapeInterval) {
        return new MetricStore(
                engine,
                (from, matchers) -> storage.series(from.toEpochMilli(), Long.MAX_VALUE, matchers),
                new SampleEvidence(storage),
                troubles,
                scrapeInterval);
    }

    /// A server that somebody else runs. Whoever asks waits for its answers.
    ///
    /// @param scrapeInterval its longest
    public static MetricStore remote(RemotePrometheus server, Duration scrapeInterval) {
        return new MetricStore(
                server,
                (from, matchers) -> server.series(matchers, from),
                new QueriedEvidence(server),
                new ServerTroubles(server),
                scrapeInterval);
    }

    boolean isRemote() {
        return engine instanceof RemotePrometheus;
    }

    Evidence evidence() {
        return evidence;
    }

    Troubles troubles() {
        return troubles;
    }

    Duration scrapeInterval() {
        return scrapeInterval;
    }

    @Override
    public List<Labels> series(List<Matcher> matchers, Instant from) {
        return series.since(from, matchers);
    }

    @Override
    public QueryResult.Value query(String promql, Instant at) {
        return engine.instant(promql, at).value();
    }
}
