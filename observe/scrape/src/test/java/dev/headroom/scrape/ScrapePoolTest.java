package dev.headroom.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.Labels;
import dev.headroom.scrape.PageFetcher.Failed;
import dev.headroom.scrape.PageFetcher.Page;
import dev.headroom.scrape.TargetHealth.Health;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.tsdb.SampleSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScrapePoolTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final ScrapeSettings SETTINGS = new ScrapeSettings(
            INTERVAL, Duration.ofSeconds(3), false, true, List.of(),
            new ScrapeLimits(1 << 20, 5, 8, 25, 25, ScrapeLimits.Histograms.STANDARD));

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-01T12:00:00Z"));
    private final ScriptedFetcher fetcher = new ScriptedFetcher(timeline);
    private final RecordingSink sink = new RecordingSink();
    private final ScrapePool pool = new ScrapePool(timeline, fetcher, new LineReader(), sink, 7);

    private static ScrapeTarget target(String address) {
        return StaticTargets.target("inference", address, SETTINGS);
    }

    private static Discovery discovery(ScrapeTarget... targets) {
        return new Discovery(List.of(targets), List.of());
    }

    private static String url(String address) {
        return "http://" + address + "/metrics";
    }

    private TargetHealth only() {
        return pool.active().getFirst();
    }

    @Test
    void aPageBecomesSamplesAtTheStartOfTheScrape() {
        fetcher.answer(url("a:1"), new Page("", "load - 5".getBytes(StandardCharsets.UTF_8)), SECOND);
        pool.sync(discovery(target("a:1")));
        timeline.advance(INTERVAL.plus(SECOND));
        var stored = sink.of("load").getFirst();
        assertEquals(Labels.of("__name__", "load", "job", "inference", "instance", "a:1"), stored.labels());
        assertEquals(only().lastScrape().orElseThrow().toEpochMilli(), stored.timestampMillis());
        assertEquals(1, sink.last("up"));
        assertEquals(1.0, sink.last("scrape_duration_seconds"));
        assertEquals(1, sink.last("scrape_samples_scraped"));
        assertEquals(1, sink.last("scrape_samples_post_metric_relabeling"));
        assertEquals(1, sink.of("scrape_series_added").getFirst().value());
        assertEquals(Health.UP, only().health());
        assertEquals(SECOND, only().lastScrapeDuration());
    }

    @Test
    void targetsAreSpreadOverTheInterval() {
        var targets = IntStream.range(0, 200)
                .mapToObj(i -> target("10.0.0." + i + ":80"))
                .toList();
        pool.sync(new Discovery(targets, List.of()));
        timeline.advance(Duration.ofSeconds(5));
        assertTrue(fetcher.asked > 60
                && fetcher.asked < 140, "half of 200 targets in half of the interval: " + fetcher.asked);
        timeline.advance(Duration.ofMillis(4999));
        assertEquals(200, fetcher.asked);
    }

    @Test
    void aSeriesThatVanishesFromThePageEnds() {
        fetcher.page(url("a:1"), "load - 5\nqueue - 1");
        pool.sync(discovery(target("a:1")));
        timeline.advance(INTERVAL);
        fetcher.page(url("a:1"), "load - 6");
        timeline.advance(INTERVAL);
        assertTrue(sink.of("queue").getLast().stale());
        assertEquals(6, sink.last("load"));
        assertEquals(
                sink.of("load").getLast().timestampMillis(), sink.of("queue").getLast().timestampMillis());
    }

    @Test
    void aFailedScrapeEndsAllSeriesOnceAndTheNextGoodOneBringsThemBack() {
        fetcher.page(url("a:1"), "load - 5");
        pool.sync(discovery(target("a:1")));
        timeline.advance(INTERVAL);
        fetcher.answer(url("a:1"), new Failed("connection refused"), Duration.ZERO);
        timeline.advance(INTERVAL.multipliedBy(2));
        assertEquals(2, sink.of("load").size());
        assertTrue(sink.of("load").getLast().stale());
        assertEquals(List.of(1.0, 0.0, 0.0), sink.values("up"));
        assertEquals(Health.DOWN, only().health());
        assertEquals("connection refused", only().lastError());
        fetcher.page(url("a:1"), "load - 7");
        timeline.advance(INTERVAL);
        assertEquals(7, sink.last("load"));
        assertEquals(1, sink.last("scrape_series_added"));
        assertEquals("", only().lastError());
    }

    @Test
    void aTargetThatDoesNotAnswerInTimeIsDownAndTheNextScrapeIsOnTheGrid() {
        fetcher.answer(url("a:1"), new Page("", "load - 5".getBytes(StandardCharsets.UTF_8)), Duration.ofSeconds(4));
        pool.sync(discovery(target("a:1")));
        timeline.advance(INTERVAL.plus(Duration.ofSeconds(4)));
        assertEquals(0, sink.last("up"));
        assertEquals(3.0, sink.last("scrape_duration_seconds"));
        assertEquals("no complete page within the scrape timeout of 3s: http://a:1/metrics", only().lastError());
        assertEquals(List.of(), sink.of("load"));
        fetcher.page(url("a:1"), "load - 5");
        timeline.advance(INTERVAL);
        var up = sink.of("up");
        assertEquals(
                INTERVAL.toMillis(),
                up.getLast().timestampMillis() - up.get(up.size() - 2).timestampMillis());
    }

    @Test
    void aPageWithOneBadLineLeavesNothing() {
        fetcher.page(url("a:1"), "load - 5\nrubbish");
        pool.sync(discovery(target("a:1")));
        timeline.advance(INTERVAL);
        assertEquals(List.of(), sink.of("load"));
        assertEquals("not a metrics page: line \"rubbish\"", only().lastError());
    }

    @Test
    void limitsFailTheScrapeAndSayTheirName() {
        var cases = Map.of(
                "m a=1 1\nm a=2 1\nm a=3 1\nm a=4 1\nm a=5 1\nm a=6 1", "sample_limit",
                "m a=1,b=1,c=1,d=1,e=1,f=1 1", "label_limit",
                "m an_extremely_long_label_name=1 1", "label_name_length_limit",
                "m a=a_rather_extremely_long_value 1", "label_value_length_limit");
        pool.sync(discovery(target("a:1")));
        cases.forEach((page, limit) -> {
            fetcher.page(url("a:1"), page);
            timeline.advance(INTERVAL);
            assertTrue(only().lastError().contains("(" + limit + ")"), limit + ": " + only().lastError());
            assertEquals(0, sink.last("up"));
            assertEquals(List.of(), sink.of("m"));
        });
    }

    @Test
    void duplicatesOnAPageAreCountedAndTheFirstCounts() {
        fetcher.page(url("a:1"), "m a=1 1\nm a=1 2\nm a=2 3");
        pool.sync(discovery(target("a:1")));
        timeline.advance(INTERVAL);
        assertEquals(List.of(1.0, 3.0), sink.values("m"));
        assertEquals(1, only().refused().duplicate());
        assertEquals(1, pool.totals().duplicate());
        assertEquals(Health.UP, only().health());
    }

    @Test
    void whatTheStorageRefusesIsCounted() {
        sink.answer = SampleSink.Append.SERIES_LIMIT;
        fetcher.page(url("a:1"), "m a=1 1\nm a=2 3");
        pool.sync(discovery(target("a:1")));
        timeline.advance(INTERVAL);
        assertEquals(2, only().refused().seriesLimit());
    }

    @Test
    void labelsOfTheTargetWinUnlessHonorLabelsSaysOtherwise() {
        fetcher.page(url("a:1"), "m job=theirs,exported_job=x 1");
        pool.sync(discovery(target("a:1")));
        timeline.advance(INTERVAL);
        var labels = sink.of("m").getFirst().labels();
        assertEquals("inference", labels.value("job"));
        assertEquals("x", labels.value("exported_job"));
        assertEquals("theirs", labels.value("exported_exported_job"));

        var honoring = new ScrapeSettings(INTERVAL, SECOND, true, true, List.of(), ScrapeLimits.STANDARD);
        pool.sync(discovery(StaticTargets.target("inference", "a:1", honoring)));
        timeline.advance(INTERVAL);
        var honored = sink.of("m").stream().filter(sample -> !sample.stale()).toList().getLast();
        assertEquals("theirs", honored.labels().value("job"));
    }

    @Test
    void timestampsOfThePageAreHonoredAndSuchSeriesGetNoMarker() {
        fetcher.page(url("a:1"), "m - 1 1000");
        pool.sync(discovery(target("a:1")));
        timeline.advance(INTERVAL);
        assertEquals(1000, sink.of("m").getFirst().timestampMillis());
        fetcher.page(url("a:1"), "n - 1");
        timeline.advance(INTERVAL);
        assertEquals(1, sink.of("m").size());
    }

    @Test
    void aTargetThatIsGoneEndsAtOnceAndOthersGoOn() {
        fetcher.page(url("a:1"), "load - 5");
        fetcher.page(url("b:1"), "load - 6");
        pool.sync(discovery(target("a:1"), target("b:1")));
        timeline.advance(INTERVAL);
        pool.sync(discovery(target("b:1")));
        var ended = sink.samples.stream().filter(RecordingSink.Stored::stale).toList();
        assertEquals(6, ended.size(), "load and the five reports of a: " + ended);
        assertTrue(ended.stream().allMatch(sample -> sample.labels().value("instance").equals("a:1")));
        int before = sink.samples.size();
        timeline.advance(INTERVAL);
        assertEquals(6, sink.samples.size() - before, "one scrape of b");
        assertEquals(1, pool.active().size());
    }

    @Test
    void anAnswerThatComesAfterTheTargetIsGoneIsNotStored() {
        fetcher.answer(url("a:1"), new Page("", "load - 5".getBytes(StandardCharsets.UTF_8)), SECOND);
        pool.sync(discovery(target("a:1")));
        while (fetcher.asked == 0) {
            timeline.advance(Duration.ofMillis(10));
        }
        pool.sync(Discovery.NONE);
        timeline.advance(INTERVAL);
        assertEquals(List.of(), sink.samples);
    }

    @Test
    void aTargetWithTheSameLabelsTakesTheSeriesOver() {
        fetcher.page(url("a:1"), "load - 5\nold - 1");
        fetcher.page("http://a:1/prometheus", "load - 6");
        pool.sync(discovery(target("a:1")));
        timeline.advance(INTERVAL);
        pool.sync(discovery(target("a:1/prometheus")));
        assertTrue(sink.samples.stream().noneMatch(RecordingSink.Stored::stale), "nothing has ended yet");
        timeline.advance(INTERVAL);
        assertEquals(List.of(5.0, 6.0), sink.values("load"));
        assertTrue(sink.of("old").getLast().stale());
    }

    @Test
    void aDiscoveryThatChangesNothingDisturbsNothing() {
        fetcher.page(url("a:1"), "load - 5");
        pool.sync(discovery(target("a:1")));
        for (int i = 0; i < 60; i++) {
            timeline.advance(SECOND);
            pool.sync(discovery(target("a:1")));
        }
        assertEquals(6, sink.of("load").size());
    }

    @Test
    void pagesOfThisProcessTakeTheSamePath() {
        var own = new InProcessPages(
                Map.of(url("headroom:9095"), () -> new Page("", "pods - 3".getBytes(StandardCharsets.UTF_8)),
                        url("broken:1"), () -> {
                            throw new IllegalStateException("no cgroup");
                        }),
                fetcher,
                Runnable::run);
        try (var both = new ScrapePool(timeline, own, new LineReader(), sink, 7)) {
            both.sync(discovery(target("headroom:9095"), target("broken:1")));
            timeline.advance(INTERVAL);
            assertEquals(List.of(3.0), sink.values("pods"));
            assertEquals(
                    "page http://broken:1/metrics of this process failed: java.lang.IllegalStateException: no cgroup",
                    both.active().getFirst().lastError());
            assertEquals(0, fetcher.asked);
        }
    }
}
