package dev.headroom.prometheus;

import dev.headroom.api.ApiAnswer;
import dev.headroom.api.ApiRequest;
import dev.headroom.api.Federation;
import dev.headroom.api.PrometheusApi;
import dev.headroom.api.QueryEndpoints;
import dev.headroom.api.SeriesEndpoints;
import dev.headroom.api.StatusEndpoints;
import dev.headroom.api.TargetEndpoints;
import dev.headroom.exposition.Entry;
import dev.headroom.exposition.ExpositionException;
import dev.headroom.exposition.PageFormat;
import dev.headroom.exposition.PageReader;
import dev.headroom.query.Engine;
import dev.headroom.query.EngineOptions;
import dev.headroom.recording.ReplayException;
import dev.headroom.scrape.Discovery;
import dev.headroom.scrape.InProcessPages;
import dev.headroom.scrape.PageFetcher;
import dev.headroom.scrape.ScrapePool;
import dev.headroom.scrape.ScrapeSettings;
import dev.headroom.scrape.ScrapedPages;
import dev.headroom.scrape.StaticTargets;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.tsdb.Head;
import dev.headroom.tsdb.HeadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;

/// A server as the recordings of the HTTP API had it: its storage, what it scrapes, and the API in front, without a
/// socket.
final class HttpApiWorld {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<String, String> EXTERNAL_LABELS = Map.of("region", "eu", "replica", "a");

    private final VirtualTimeline timeline = new VirtualTimeline(NOW);
    private final Head head = new Head(HeadOptions.defaults().withRetention(Duration.ofDays(10_000)));
    private final PrometheusApi api = new PrometheusApi();
    private final Federation federation;

    private HttpApiWorld(ScrapedPage scraped) {
        var pages = new ScrapePool.Pages(new InProcessPages(Map.of(), scraped), new ScrapedPages());
        var pool = new ScrapePool(timeline, pages, head, 1);
        if (scraped.page().length > 0) {
            var settings = ScrapeSettings.every(Duration.ofSeconds(1));
            pool.sync(new Discovery(List.of(StaticTargets.target("demo", "demo:80", settings)), List.of()));
            timeline.advance(Duration.ofSeconds(5));
        }
        new QueryEndpoints(options -> new Engine(head, options, timeline), EngineOptions.defaults(), timeline)
                .addTo(api);
        new SeriesEndpoints(head, head.exemplars()).addTo(api);
        new TargetEndpoints(pool).addTo(api);
        new StatusEndpoints(head, timeline, () -> new StatusEndpoints.State("", Map.of(), NOW, true, NOW, "15d"))
                .addTo(api);
        federation = new Federation(head, timeline, EngineOptions.defaults().lookback(), () -> EXTERNAL_LABELS);
    }

    /// A server that holds historic data and scrapes nothing.
    static HttpApiWorld holding(Path data) {
        var world = new HttpApiWorld(new ScrapedPage(new byte[0]));
        var appender = world.head.appender();
        try {
            for (var entry : PageReader.read(PageFormat.OPENMETRICS, bytes(data))) {
                if (entry instanceof Entry.Series series) {
                    appender.append(series.labels(), series.timestampMillis().orElseThrow(), series.value());
                }
            }
        } catch (ExpositionException wrong) {
            throw new ReplayException(data + ": expected an OpenMetrics page, got: " + wrong.getMessage());
        }
        appender.commit();
        return world;
    }

    /// A server that scrapes one page, each second.
    static HttpApiWorld scraping(Path page) {
        return new HttpApiWorld(new ScrapedPage(bytes(page)));
    }

    private static byte[] bytes(Path file) {
        try (var bytes = opened(file)) {
            return bytes.readAllBytes();
        } catch (IOException failure) {
            throw new ReplayException(file + ": expected the data behind the vectors, got none: " + failure);
        }
    }

    private static InputStream opened(Path file) throws IOException {
        var bytes = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    }

    ApiAnswer answer(ApiRequest request) {
        return switch (request.path()) {
            case "/federate" -> federation.answer(request);
            case "/-/healthy" -> StatusEndpoints.healthy();
            case "/-/ready" -> StatusEndpoints.ready();
            case String _ -> api.answer(request);
        };
    }

    /// Gives one page to whoever asks.
    @SuppressWarnings("ArrayRecordComponent") // made once, read only, never compared
    private record ScrapedPage(byte[] page) implements PageFetcher {
        @Override
        public CompletableFuture<Fetched> fetch(Request request) {
            return CompletableFuture.completedFuture(new Page(PageFormat.OPENMETRICS.contentType(), page));
        }
    }
}
