package dev.headroom.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.PrometheusConfig;
import dev.headroom.exposition.HistogramReading;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import dev.headroom.scrape.PageFetcher.Page;
import dev.headroom.scrape.RecordingSink.Stored;
import dev.headroom.timeline.VirtualTimeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Pages with histograms. `service.pb` is what a service says that is instrumented with the Go library of Prometheus
/// (client_golang 1.23.2): a thousand requests in `request_seconds`, a histogram that is native and classic, and in
/// `queue_seconds`, a classic one.
class HistogramScrapeTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final String URL = "http://a:80/metrics";
    private static final String PROTOBUF =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
    private static final HistogramReading NATIVE = new HistogramReading(true, false, false);

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-01T12:00:00Z"));
    private final ScriptedFetcher fetcher = new ScriptedFetcher(timeline);
    private final RecordingSink sink = new RecordingSink();
    private final ScrapePool pool = new ScrapePool(timeline, fetcher, new ScrapedPages(), sink, 7);

    private static byte[] servicePage() throws IOException {
        try (var page = HistogramScrapeTest.class.getResourceAsStream("/service.pb")) {
            return Objects.requireNonNull(page).readAllBytes();
        }
    }

    private void scrape(HistogramReading reading, ScrapeLimits.Histograms histograms, Page page) {
        var limits = new ScrapeLimits(1 << 20, 1000, 64, 512, 4096, histograms);
        var settings = new ScrapeSettings(
                INTERVAL, INTERVAL, false, true, List.of(), limits, reading, Asking.STANDARD);
        fetcher.answer(URL, page, Duration.ZERO);
        pool.sync(new Discovery(List.of(StaticTargets.target("service", "a:80", settings)), List.of()));
        timeline.advance(INTERVAL);
    }

    private void scrapeService(HistogramReading reading, ScrapeLimits.Histograms histograms) throws IOException {
        scrape(reading, histograms, new Page(PROTOBUF, servicePage()));
    }

    private FloatHistogram histogram(String metric, String code) {
        var histogram = sink.of(metric).stream()
                .filter(sample -> sample.labels().value("code").equals(code))
                .toList()
                .getLast()
                .histogram();
        assertNotNull(histogram);
        return histogram;
    }

    private String error() {
        return pool.active().getFirst().lastError();
    }

    @Test
    void aNativeHistogramIsStoredAsOneSampleWithItsExemplars() throws IOException {
        scrapeService(NATIVE, ScrapeLimits.Histograms.STANDARD);
        assertEquals(1, sink.last("up"), error());
        var requests = histogram("request_seconds", "200");
        assertEquals(1000, requests.count());
        assertEquals(3, requests.schema());
        assertEquals(CounterReset.UNKNOWN, requests.counterReset());
        assertEquals(0, histogram("request_seconds", "500").count(), "it is native though it has observed nothing");
        assertEquals(List.of(), sink.of("request_seconds_bucket"));
        assertEquals(4, sink.of("queue_seconds_bucket").size(), "the classic one stays classic");
        assertEquals(1001, sink.last("requests_total"));
        var traces = sink.exemplars.stream().map(exemplar -> exemplar.labels().value("trace_id")).toList();
        assertEquals(4, traces.size(), "three of the histogram, one of the counter");
        assertTrue(traces.contains("last"));
    }

    @Test
    void itEndsWithAStaleMarkerWhenItIsGone() throws IOException {
        scrapeService(NATIVE, ScrapeLimits.Histograms.STANDARD);
        fetcher.page(URL, "in_flight 3\n");
        timeline.advance(INTERVAL);
        var ended = sink.of("request_seconds");
        assertEquals(4, ended.size());
        assertTrue(ended.subList(2, 4).stream().allMatch(Stored::stale));
    }

    @Test
    void classicHistogramsCountWhenNativeOnesAreNotAskedFor() throws IOException {
        scrapeService(HistogramReading.CLASSIC, ScrapeLimits.Histograms.STANDARD);
        assertEquals(8, sink.of("request_seconds_bucket").size());
        assertTrue(sink.samples.stream().noneMatch(sample -> sample.histogram() != null));
        scrapeService(new HistogramReading(true, true, false), ScrapeLimits.Histograms.STANDARD);
        assertEquals(1000, histogram("request_seconds", "200").count());
    }

    @Test
    void classicHistogramsOfAnyFormatCanBecomeNativeOnes() throws IOException {
        var converting = new HistogramReading(true, false, true);
        scrapeService(converting, ScrapeLimits.Histograms.STANDARD);
        assertEquals(List.of(0.01, 0.1, 1.0), histogram("queue_seconds", "").customBounds());
        assertEquals(List.of(), sink.of("queue_seconds_bucket"));
        var text = """
                # TYPE queue_seconds histogram
                queue_seconds_bucket{le="0.01"} 1
                queue_seconds_bucket{le="+Inf"} 5
                queue_seconds_sum 3
                queue_seconds_count 5
                """;
        scrape(converting, ScrapeLimits.Histograms.STANDARD,
                new Page("text/plain", text.getBytes(StandardCharsets.UTF_8)));
        assertEquals("{count:5, sum:3, [-Inf,0.01]:1, (0.01,+Inf]:4}", histogram("queue_seconds", "").toString());
    }

    @Test
    void bucketsBecomeWiderUntilThereAreNotTooMany() throws IOException {
        scrapeService(NATIVE, ScrapeLimits.Histograms.STANDARD);
        var whole = histogram("request_seconds", "200");
        scrapeService(NATIVE, new ScrapeLimits.Histograms(20, FloatHistogram.FINEST_SCHEMA));
        var limited = histogram("request_seconds", "200");
        assertTrue(limited.positive().size() <= 20 && limited.schema() < whole.schema(), limited::toString);
        assertTrue(limited.hasSameData(whole.coarser(limited.schema())));
        scrapeService(NATIVE, new ScrapeLimits.Histograms(1000, ScrapeLimits.Histograms.schema(2)));
        assertEquals(0, histogram("request_seconds", "200").schema(), "each bucket reaches twice as far");
    }

    @Test
    void aHistogramThatCannotHaveFewerBucketsFailsTheScrapeWithTheNameOfTheLimit() throws IOException {
        scrapeService(new HistogramReading(true, false, true), new ScrapeLimits.Histograms(2, 8));
        assertEquals(
                "limit exceeded: a native histogram of 3 buckets for queue_seconds, at most 2"
                + " (native_histogram_bucket_limit)",
                error().replaceAll("of \\d+ buckets", "of 3 buckets"));
        assertEquals(0, sink.last("up"));
        assertEquals(List.of(), sink.of("request_seconds"), "a page is stored as a whole or not at all");
    }

    @Test
    void aFactorSaysTheFinestSchemaAsInPrometheus() {
        assertEquals(8, ScrapeLimits.Histograms.schema(0));
        assertEquals(8, ScrapeLimits.Histograms.schema(1.0001));
        assertEquals(2, ScrapeLimits.Histograms.schema(1.1));
        assertEquals(0, ScrapeLimits.Histograms.schema(2));
        assertEquals(-1, ScrapeLimits.Histograms.schema(4));
        assertEquals(-4, ScrapeLimits.Histograms.schema(1e9));
    }

    @Test
    void aPageThatIsCutOffIsNoPage() throws IOException {
        var page = servicePage();
        scrape(NATIVE, ScrapeLimits.Histograms.STANDARD,
                new Page(PROTOBUF, java.util.Arrays.copyOf(page, page.length - 7)));
        assertTrue(error().startsWith("not a metrics page: byte "), error());
        assertEquals(0, sink.last("up"));
    }

    @Test
    void aPageOfTooManySamplesIsNoPage() {
        var page = "a 1\n".repeat(ScrapedPages.PAGE_SAMPLES + 1).getBytes(StandardCharsets.UTF_8);
        scrape(NATIVE, ScrapeLimits.Histograms.STANDARD, new Page("text/plain", page));
        assertEquals("not a metrics page: limit exceeded: more than 1000000 samples on a page (pageSamples)", error());
    }

    @Test
    void protocolBuffersAreAskedForWhereNativeHistogramsAre() {
        var config = PrometheusConfig.parse("prometheus.yml", """
                scrape_configs:
                  - {job_name: a, scrape_native_histograms: true, static_configs: [{targets: ['a:80']}]}
                  - {job_name: b, static_configs: [{targets: ['b:80']}]}
                """, _ -> "");
        var jobs = config.scrapeConfigs().stream().map(JobDiscovery::settings).toList();
        assertEquals(NATIVE, jobs.getFirst().histograms());
        assertTrue(jobs.getFirst().asking().accept().startsWith(
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"),
                jobs.getFirst().asking()::accept);
        assertFalse(jobs.getLast().asking().accept().contains("protobuf"));
    }

    @Test
    void labelsOfTheTargetAreThoseOfItsHistograms() throws IOException {
        scrapeService(NATIVE, ScrapeLimits.Histograms.STANDARD);
        assertEquals(
                Labels.of(Labels.NAME, "request_seconds", "code", "200", "instance", "a:80", "job", "service"),
                sink.of("request_seconds").getFirst().labels());
    }
}
