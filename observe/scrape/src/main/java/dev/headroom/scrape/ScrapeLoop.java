package dev.headroom.scrape;

import dev.headroom.exposition.SeriesTexts;
import dev.headroom.scrape.PageFetcher.Failed;
import dev.headroom.scrape.PageFetcher.Fetched;
import dev.headroom.scrape.PageFetcher.Page;
import dev.headroom.scrape.PageReader.MetricMetadata;
import dev.headroom.scrape.PageReader.UnreadablePage;
import dev.headroom.scrape.PageWriter.Outcome;
import dev.headroom.scrape.TargetHealth.Health;
import dev.headroom.scrape.TargetHealth.Refused;
import dev.headroom.timeline.Timeline;
import dev.headroom.timeline.Timeline.Scheduled;
import dev.headroom.tsdb.SampleSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Scrapes one target again and again, on the grid of its interval, shifted by an offset of its own.
///
/// No thread belongs to a loop: a tick starts a fetch and ends, the answer or the deadline does the rest. Samples carry
/// the time at which their scrape began. Every scrape ends by its timeout, so two never overlap.
final class ScrapeLoop {

    /// What all loops share.
    record Surroundings(
            Timeline timeline, PageFetcher fetcher, PageReader reader, SampleSink sink, ScrapeTotals totals) {}

    private final Surroundings around;
    private final SeriesTexts texts = new SeriesTexts();
    private final PageWriter writer;
    private ScrapeTarget target;
    private @Nullable Scheduled ticks;
    private @Nullable Attempt attempt;
    private boolean stopped;

    private Health health = Health.UNKNOWN;
    private Outcome last = new Outcome("", 0, 0, 0, Refused.NONE);
    private Optional<Instant> lastScrape = Optional.empty();
    private Duration lastDuration = Duration.ZERO;
    private List<MetricMetadata> metadata = List.of();

    /// A scrape under way.
    private record Attempt(Instant start, long startNanos, CompletableFuture<Fetched> page, Scheduled deadline) {}

    /// @param memory the series of the loop that this one takes over from, or an empty memory
    ScrapeLoop(ScrapeTarget target, Surroundings around, SeriesMemory memory) {
        this.target = target;
        this.around = around;
        this.writer = new PageWriter(target, memory);
    }

    synchronized void start(Duration initialDelay) {
        ticks = around.timeline().every(initialDelay, target.settings().interval(), this::tick);
    }

    /// Notes what a new discovery says of the same target.
    synchronized void discovered(ScrapeTarget same) {
        target = same;
    }

    private void tick() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            if (attempt != null) {
                timedOut(attempt);
            }
            begin();
        }
    }

    private void begin() {
        var settings = target.settings();
        var start = around.timeline().now();
        long startNanos = around.timeline().nanos();
        var request = new PageFetcher.Request(
                target.url(), settings.timeout(), settings.limits().bodyBytes(), settings.asking());
        var page = around.fetcher().fetch(request);
        var deadline = around.timeline().after(settings.timeout(), () -> page.complete(tooSlow()));
        var begun = new Attempt(start, startNanos, page, deadline);
        attempt = begun;
        var _ = page.whenComplete((fetched, failure) -> {
            begun.deadline().cancel();
            finished(begun, fetched != null ? fetched : new Failed("scrape failed: " + failure));
        });
    }

    private void timedOut(Attempt late) {
        late.page().complete(tooSlow());
    }

    private Failed tooSlow() {
        return new Failed("no complete page within the scrape timeout of "
                + ScrapePool.shown(target.settings().timeout())
                + ": " + target.url());
    }

    /// Pages are read one after the other, because what a page says rests on those before it.
    private PageReader.ScrapedPage read(Page page) throws UnreadablePage {
        synchronized (texts) {
            return around.reader().read(page, target.settings(), texts);
        }
    }

    /// Reading a page may take long, so it is done outside the lock; the attempt is still ours when it is stored.
    private void finished(Attempt ended, Fetched fetched) {
        PageReader.@Nullable ScrapedPage page = null;
        var error = "";
        switch (fetched) {
            case Failed failed -> error = failed.error();
            case Page body -> {
                try {
                    page = read(body);
                } catch (UnreadablePage wrong) {
                    error = "not a metrics page: " + wrong.getMessage();
                }
            }
        }
        synchronized (this) {
            if (stopped || !ended.equals(attempt)) {
                return;
            }
            attempt = null;
            store(ended, page, error);
        }
    }

    private void store(Attempt ended, PageReader.@Nullable ScrapedPage page, String error) {
        var duration = Duration.ofNanos(Math.max(0, around.timeline().nanos() - ended.startNanos()));
        long startMillis = ended.start().toEpochMilli();
        double seconds = duration.toNanos() / 1e9;
        if (page == null) {
            last = writer.fail(around.sink(), error, 0, startMillis, seconds);
        } else {
            last = writer.write(around.sink(), page.samples(), startMillis, seconds);
            metadata = page.metadata();
        }
        health = last.up() ? Health.UP : Health.DOWN;
        lastScrape = Optional.of(ended.start());
        lastDuration = duration;
        around.totals().count(last);
    }

    /// Ends the loop and, with the scrape under way, its claim on the target's series.
    ///
    /// @return the series, for the loop that takes over
    synchronized SeriesMemory stop() {
        stopped = true;
        if (ticks != null) {
            ticks.cancel();
        }
        if (attempt != null) {
            attempt.deadline().cancel();
            attempt.page().complete(new Failed("the target is gone"));
        }
        return writer.memory().successor();
    }

    /// Ends the series of a stopped loop that nobody takes over.
    synchronized void end() {
        writer.end(around.sink(), around.timeline().now().toEpochMilli());
    }

    synchronized TargetHealth health() {
        return new TargetHealth(
                target.pool(),
                target.url(),
                target.labels(),
                target.discoveredLabels(),
                health,
                last.error(),
                lastScrape,
                lastDuration,
                target.settings().interval(),
                target.settings().timeout(),
                last.samples(),
                last.refused());
    }

    synchronized List<MetricMetadata> metadata() {
        return metadata;
    }
}
