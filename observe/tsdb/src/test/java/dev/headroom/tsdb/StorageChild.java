package dev.headroom.tsdb;

import dev.headroom.files.OsDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// A process that stores one scrape after another until it is killed, and says after each commit how many there are.
final class StorageChild {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration STEP = Duration.ofSeconds(15);
    static final int SERIES = 50;

    private StorageChild() {}

    static Storage open(Path folder, SettableTimeline timeline) {
        var options = StorageOptions.defaults()
                .withBlockRange(Duration.ofMinutes(5))
                .withSegmentBytes(20_000)
                .withRetentionTime(Duration.ofDays(300));
        return Storage.open(new OsDisk(), folder, new Storage.Surroundings(options, timeline, System.err::println));
    }

    /// @param arguments the folder, and the number of the first scrape
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[1]);
        var timeline = new SettableTimeline(START.plus(STEP.multipliedBy(first)));
        var storage = open(Path.of(arguments[0]), timeline);
        for (long scrape = first;; scrape++) {
            var batch = storage.appender();
            for (int i = 0; i < SERIES; i++) {
                Counted.append(batch, StorageRig.series(i), timeline.now().toEpochMilli(), (double) scrape);
            }
            batch.commit();
            System.out.println(scrape + 1);
            timeline.advance(STEP);
            storage.tick();
            storage.maintain();
        }
    }
}
