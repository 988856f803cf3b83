package dev.headroom.remotewrite;

import dev.headroom.config.PrometheusConfig;
import dev.headroom.files.SimulatedDisk;
import dev.headroom.files.SimulatedDisk.Ending;
import dev.headroom.model.Labels;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.tsdb.Exemplars;
import dev.headroom.tsdb.FsyncPolicy;
import dev.headroom.tsdb.Storage;
import dev.headroom.tsdb.StorageOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A process that stores and sends, on a simulated disk and in simulated time, and a receiver that outlives it.
final class RemoteRig {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration STEP = Duration.ofSeconds(15);
    private static final Path FOLDER = Path.of("/data");

    final NavigableMap<Labels, NavigableMap<Long, Double>> committed = new TreeMap<>();
    final List<String> notices = new ArrayList<>();
    final Exemplars exemplars = new Exemplars(1000);
    final FakeReceiver receiver;
    StorageOptions options = StorageOptions.defaults().withFsync(FsyncPolicy.COMMIT).withSegmentBytes(20_000);
    String config = "remote_write: [{url: 'http://far/write', remote_timeout: 3s}]";
    List<MetricMetadata> metadata = List.of();
    SimulatedDisk disk;
    VirtualTimeline timeline = new VirtualTimeline(NOON);
    Storage storage;
    RemoteWrites remote;

    RemoteRig(long seed) {
        disk = new SimulatedDisk(new SplittableRandom(seed));
        receiver = new FakeReceiver(timeline);
        open();
    }

    RemoteRig with(String settings) {
        config = "remote_write: [{url: 'http://far/write', remote_timeout: 3s, " + settings + "}]";
        configure();
        return this;
    }

    private void open() {
        receiver.follow(timeline);
        storage = Storage.open(disk, FOLDER, new Storage.Surroundings(options, timeline, notices::add));
        remote = new RemoteWrites(
                new RemoteWrites.Stored(storage.log(), exemplars, disk, FOLDER.resolve("remote"), () -> metadata),
                receiver,
                timeline,
                Duration.ZERO);
        configure();
    }

    void configure() {
        var read = PrometheusConfig.parse("prometheus.yml", config, _ -> "");
        remote.sync(read.remoteWrite(), read.global().externalLabels());
    }

    /// Ends the process, whatever it was doing, and starts the next one.
    void restart(Ending ending) {
        var now = timeline.now();
        disk = disk.afterwards(ending);
        timeline = new VirtualTimeline(now);
        open();
    }

    static Labels series(int number) {
        return Labels.of(Labels.NAME, "metric", "instance", "host-" + number);
    }

    /// Stores one sample of each of some series, now.
    void scrape(int from, int to, double value) {
        var batch = storage.appender();
        for (int i = from; i < to; i++) {
            batch.append(series(i), timeline.now().toEpochMilli(), value);
        }
        batch.commit();
        for (int i = from; i < to; i++) {
            committed.computeIfAbsent(series(i), _ -> new TreeMap<>()).put(timeline.now().toEpochMilli(), value);
        }
    }

    /// Lets time pass, with the housekeeping that a server does.
    void pass(Duration span) {
        var end = timeline.now().plus(span);
        while (timeline.now().isBefore(end)) {
            timeline.advance(Duration.ofSeconds(1));
            storage.tick();
        }
        storage.maintain();
    }

    /// Scrapes every 15 seconds, values counting up.
    void run(Duration span, int series) {
        for (long i = span.dividedBy(STEP); i > 0; i--) {
            scrape(0, series, (double) timeline.now().getEpochSecond());
            pass(STEP);
        }
    }

    QueueStatus queue() {
        return remote.queues().getFirst();
    }

    Map<Labels, NavigableMap<Long, Double>> received() {
        return receiver.stored;
    }
}
