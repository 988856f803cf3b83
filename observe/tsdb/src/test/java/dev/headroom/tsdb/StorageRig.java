package dev.headroom.tsdb;

import dev.headroom.files.Disk;
import dev.headroom.files.SimulatedDisk;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.tsdb.SampleSink.Append;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A storage on a simulated disk with series of numbers and of histograms, and everything a test asks of it.
final class StorageRig {

    static final Path FOLDER = Path.of("/data");
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration STEP = Duration.ofSeconds(15);

    final SettableTimeline timeline = new SettableTimeline(NOON);
    final List<String> notices = new ArrayList<>();
    StorageOptions options = StorageOptions.defaults();
    SimulatedDisk disk;
    Storage storage;

    StorageRig() {
        this(1);
    }

    StorageRig(long seed) {
        disk = new SimulatedDisk(new SplittableRandom(seed));
        storage = open(disk);
    }

    Storage open(Disk on) {
        return Storage.open(on, FOLDER, new Storage.Surroundings(options, timeline, notices::add));
    }

    /// Ends the process and starts the next one.
    void restart(SimulatedDisk.Ending ending) {
        disk = disk.afterwards(ending);
        storage = open(disk);
    }

    void reopen(StorageOptions other) {
        options = other;
        restart(SimulatedDisk.Ending.KILLED);
    }

    static Labels series(int number) {
        return Labels.of(Labels.NAME, "metric", "instance", "host-" + number);
    }

    /// Stores one sample of each of some series at the time of the clock.
    Append scrape(int series, double value) {
        return scrapeAt(timeline.now(), series, value);
    }

    Append scrapeAt(Instant time, int series, double value) {
        var batch = storage.appender();
        var verdict = Append.STORED;
        for (int i = 0; i < series; i++) {
            verdict = Counted.append(batch, series(i), time.toEpochMilli(), value);
        }
        batch.commit();
        return verdict;
    }

    /// Scrapes every 15 seconds, values counting up from 0, with the housekeeping that a server does.
    void run(Duration span, int series) {
        long steps = span.dividedBy(STEP);
        for (long i = 0; i < steps; i++) {
            scrape(series, (double) i);
            timeline.advance(STEP);
            storage.tick();
            if (i % 2 == 0) {
                storage.maintain();
            }
        }
    }

    NavigableMap<Labels, NavigableMap<Long, Double>> everything() {
        return select(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    NavigableMap<Labels, NavigableMap<Long, Double>> select(long fromMillis, long toMillis, Matcher... matchers) {
        return read(storage, fromMillis, toMillis, matchers);
    }

    static NavigableMap<Labels, NavigableMap<Long, Double>> read(
            Queryable storage, long fromMillis, long toMillis, Matcher... matchers) {
        var all = new TreeMap<Labels, NavigableMap<Long, Double>>();
        for (var selected : storage.select(fromMillis, toMillis, List.of(matchers))) {
            var samples = new TreeMap<Long, Double>();
            for (int i = 0; i < selected.samples().size(); i++) {
                samples.put(selected.samples().timestamp(i), Counted.value(selected.samples(), i));
            }
            all.put(selected.labels(), samples);
        }
        return all;
    }

    long sampleCount() {
        return everything().values().stream().mapToLong(Map::size).sum();
    }

    int blockFiles() {
        return (int) disk.files().stream().filter(file -> file.toString().endsWith(".block")).count();
    }

    int logFiles() {
        return (int) disk.files().stream().filter(file -> file.toString().endsWith(".log")).count();
    }
}
