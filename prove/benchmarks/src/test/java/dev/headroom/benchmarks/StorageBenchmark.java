package dev.headroom.benchmarks;

import dev.headroom.files.OsDisk;
import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.tsdb.Storage;
import dev.headroom.tsdb.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the storage costs on this machine: bytes of a sample on disk, samples stored a second, and how soon it answers
/// after a start. docs/design/storage.md has the command and the figures.
class StorageBenchmark {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final int TARGETS = 20;
    private static final int BATCHES_PER_TICK = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    /// Series of the kinds that a service exports, a tenth of which never change.
    private static final class Service {
        private final Labels[] labels;
        private final double[] values;
        private final SplittableRandom random = new SplittableRandom(11);

        Service(int series) {
            labels = new Labels[series];
            values = new double[series];
            for (int i = 0; i < series; i++) {
                labels[i] = Labels.of(
                        Labels.NAME, "metric_" + i % 50 + "_total",
                        "job", "service-" + i % 10,
                        "instance", "10.0." + i % TARGETS + ".1:8080",
                        "path", "/api/v1/resource/" + i / 50,
                        "code", "200");
            }
        }

        double next(int series) {
            double last = values[series];
            double next = switch (series % 10) {
                case 0 -> 1;
                case 1, 2, 3 -> random.nextInt(20) == 0 ? last + 1 : last;
                case 4, 5, 6 -> last + 100 + random.nextInt(50);
                case 7, 8 -> random.nextInt(40);
                default -> last + 20 * random.nextDouble();
            };
            values[series] = next;
            return next;
        }

        /// Stores one scrape of every target, a batch each.
        void scrape(Storage storage, long nowMillis) {
            for (int target = 0; target < TARGETS; target++) {
                var batch = storage.appender();
                long time = nowMillis + random.nextInt(10);
                for (int i = target; i < labels.length; i += TARGETS) {
                    batch.append(labels[i], time, next(i));
                }
                batch.commit();
            }
        }
    }

    private static Storage open(Path at, VirtualTimeline clock) {
        return Storage.open(
                new OsDisk(), at, new Storage.Surroundings(StorageOptions.defaults(), clock, System.out::println));
    }

    @Test
    void oneDayOf1000SeriesEvery15Seconds() throws IOException {
        measure(1000, Duration.ofDays(1), Duration.ofSeconds(15));
    }

    @Test
    void fifteenDaysOf10000SeriesEvery5Minutes() throws IOException {
        measure(10_000, Duration.ofDays(15), Duration.ofMinutes(5));
    }

    /// Latencies of services with 2 to 200 requests between two scrapes, in buckets a tenth wider each than the last.
    @Test
    void oneDayOf100NativeHistogramsEvery15Seconds() {
        int series = 100;
        long scrapes = Duration.ofDays(1).dividedBy(Duration.ofSeconds(15));
        var random = new SplittableRandom(5);
        var counts = new double[series][60];
        var clock = new VirtualTimeline(START);
        long buckets = 0;
        long storing = 0;
        long upkeep = 0;
        var storage = open(folder, clock);
        for (long i = 0; i < scrapes; i++) {
            var histograms = new ArrayList<FloatHistogram>();
            for (int n = 0; n < series; n++) {
                for (int requests = 2 + 2 * n; requests > 0; requests--) {
                    counts[n][(int) Math.clamp(30 + random.nextGaussian() * 8, 0, 59)]++;
                }
                var histogram = latencies(counts[n]);
                buckets += histogram.positive().size();
                histograms.add(histogram);
            }
            long before = cpuNanos();
            var batch = storage.appender();
            for (int n = 0; n < series; n++) {
                var labels = Labels.of(Labels.NAME, "request_seconds", "instance", "host-" + n);
                batch.append(labels, clock.now().toEpochMilli() + random.nextInt(10), histograms.get(n));
            }
            batch.commit();
            storing += cpuNanos() - before;
            clock.advance(Duration.ofSeconds(15));
            long middle = cpuNanos();
            if (i % 2 == 0) {
                storage.maintain();
            }
            upkeep += cpuNanos() - middle;
        }
        var held = storage.statistics();
        long samples = scrapes * series;
        long inBlocks = held.blocks().stream().mapToLong(block -> block.samples()).sum();
        System.out.printf("%d native histograms, every 15 s for a day: %d samples of %.0f buckets%n",
                series, samples, (double) buckets / samples);
        System.out.printf("  stored %.0f histograms/s, upkeep %.1f s in all, of processor time%n",
                samples / (storing / 1e9), upkeep / 1e9);
        System.out.printf("  %.1f bytes a histogram in blocks, %.1f in the log%n",
                (double) held.blockBytes() / inBlocks, (double) held.log().bytes() / (samples - inBlocks));
        storage.close();
        long start = cpuNanos();
        storage = open(folder, clock);
        said("opened", start, storage.statistics().head().samples() + " samples came from the log");
        start = cpuNanos();
        long now = clock.now().toEpochMilli();
        int found = storage.select(0, now, List.of()).stream().mapToInt(each -> each.samples().size()).sum();
        said("everything read", start, found + " histograms");
        storage.close();
    }

    private static FloatHistogram latencies(double[] counts) {
        double all = 0;
        for (double count : counts) {
            all += count;
        }
        return new FloatHistogram(CounterReset.UNKNOWN, 3, 0x1p-128, 0, all, all / 9,
                BucketCounts.adjacent(-40, counts).compact(), BucketCounts.none(), List.of());
    }

    private void measure(int series, Duration span, Duration interval) throws IOException {
        var clock = new VirtualTimeline(START);
        var service = new Service(series);
        long scrapes = span.dividedBy(interval);
        long storing = 0;
        long upkeep = 0;
        var storage = open(folder, clock);
        for (long i = 0; i < scrapes; i++) {
            long before = cpuNanos();
            service.scrape(storage, clock.now().toEpochMilli());
            if (i % BATCHES_PER_TICK == 0) {
                storage.tick();
            }
            storing += cpuNanos() - before;
            clock.advance(interval);
            long middle = cpuNanos();
            if (i % 2 == 0) {
                storage.maintain();
            }
            upkeep += cpuNanos() - middle;
        }
        var held = storage.statistics();
        storage.close();
        long samples = scrapes * series;
        long inBlocks = held.blocks().stream().mapToLong(block -> block.samples()).sum();
        System.out.printf("%d series, %s every %s: %d samples%n", series, span, interval, samples);
        System.out.printf("  stored %.0f samples/s, upkeep %.1f s in all, of processor time%n",
                samples / (storing / 1e9), upkeep / 1e9);
        System.out.printf("  %d blocks with %d samples: %.3f bytes a sample; log %.1f bytes a sample; folder %d MB%n",
                held.blocks().size(), inBlocks, (double) held.blockBytes() / inBlocks,
                (double) held.log().bytes() / (samples - inBlocks), size() >> 20);
        started(clock, span);
        started(clock, span);
    }

    private long size() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /// How long it takes to open the folder and to answer the first questions.
    private void started(VirtualTimeline clock, Duration span) {
        long now = clock.now().toEpochMilli();
        long start = cpuNanos();
        var storage = open(folder, clock);
        said("opened", start, storage.statistics().head().samples() + " samples came from the log");
        start = cpuNanos();
        var one = List.of(Matcher.equal("path", "/api/v1/resource/7"), Matcher.equal(Labels.NAME, "metric_7_total"));
        int found = storage.select(now - span.toMillis(), now, one).getFirst().samples().size();
        said("one series over everything", start, found + " samples");
        start = cpuNanos();
        var hour = storage.select(now - Duration.ofHours(1).toMillis(), now, List.of());
        said("all series over the last hour", start, hour.size() + " series");
        start = cpuNanos();
        long middle = now - span.toMillis() / 2;
        hour = storage.select(middle - Duration.ofHours(1).toMillis(), middle, List.of());
        said("all series over an hour in the middle", start, hour.size() + " series");
        start = cpuNanos();
        int labels = storage.series(now - span.toMillis(), now, List.of()).size();
        said("labels of everything", start, labels + " series");
        System.gc();
        var runtime = Runtime.getRuntime();
        System.out.printf("  heap in use %d MB%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        storage.close();
    }

    /// The processor time of this process, which says more than the clock on a machine that others use, too.
    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static void said(String what, long startNanos, String found) {
        System.out.printf("  %s: %.2f s of processor time, %s%n", what, (cpuNanos() - startNanos) / 1e9, found);
    }
}
