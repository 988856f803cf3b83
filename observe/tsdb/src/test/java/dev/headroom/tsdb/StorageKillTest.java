package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process is killed while it stores: each scrape it had committed is there, whole, and at most one more.
/// `-Dheadroom.seed=N` chooses the moments, `-Dheadroom.kills=N` how many.
class StorageKillTest {

    @Test
    void aKilledProcessLosesAtMostTheScrapeInFlight(@TempDir Path folder) throws IOException, InterruptedException {
        long seed = Long.getLong("headroom.seed", 1);
        var random = new SplittableRandom(seed);
        long scrapes = 0;
        for (int kill = 1; kill <= Integer.getInteger("headroom.kills", 4); kill++) {
            long committed = killed(folder, scrapes, random);
            scrapes = check(folder);
            var what = "seed " + seed + ", kill " + kill + ": " + committed + " scrapes were committed, " + scrapes
                    + " are there; repeat with ./mvnw -pl :tsdb -am verify -Dtest=StorageKillTest -Dheadroom.kills="
                    + kill + " -Dheadroom.seed=" + seed + " -Dsurefire.failIfNoSpecifiedTests=false";
            assertTrue(scrapes == committed || scrapes == committed + 1, what);
        }
    }

    /// Starts a process, kills it, and tells how many scrapes it had committed.
    private static long killed(Path folder, long first, SplittableRandom random)
            throws IOException, InterruptedException {
        var child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StorageChild.class.getName(),
                        folder.toString(),
                        String.valueOf(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long wanted = first + random.nextInt(1, 300);
        long committed = first;
        try (var lines = child.inputReader()) {
            while (committed < wanted) {
                committed = Long.parseLong(lines.readLine());
            }
            LockSupport.parkNanos(random.nextLong(2_000_000));
            // The handle, because destroying the process itself closes what it has still to say.
            child.toHandle().destroyForcibly();
            child.waitFor();
            // What it said before its end was committed before its end; a line may be cut off.
            var rest = new StringBuilder();
            for (int read = lines.read(); read >= 0; read = lines.read()) {
                rest.append((char) read);
            }
            for (var line : rest.substring(0, rest.lastIndexOf("\n") + 1).lines().toList()) {
                committed = Long.parseLong(line);
            }
        }
        return committed;
    }

    /// How many scrapes there are; each is whole.
    private static long check(Path folder) {
        try (var storage = StorageChild.open(folder, new SettableTimeline(StorageChild.START))) {
            var found = StorageRig.read(storage, Long.MIN_VALUE, Long.MAX_VALUE);
            assertEquals(StorageChild.SERIES, found.size());
            long scrapes = found.firstEntry().getValue().size();
            found.forEach((labels, samples) -> {
                assertEquals(scrapes, samples.size(), labels::toString);
                long number = 0;
                for (var sample : samples.entrySet()) {
                    var time = StorageChild.START.plus(StorageChild.STEP.multipliedBy(number));
                    assertEquals(time.toEpochMilli(), sample.getKey());
                    assertEquals((double) number++, sample.getValue());
                }
            });
            return scrapes;
        }
    }
}
