package dev.headroom.remotewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.SimulatedDisk.Crash;
import dev.headroom.files.SimulatedDisk.Ending;
import dev.headroom.model.Labels;
import dev.headroom.remotewrite.FakeReceiver.Fault;
import dev.headroom.tsdb.FsyncPolicy;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A process that stores and sends ends at any operation of its disk, is configured anew, and meets every fault of a
/// receiver that tells what it has taken from what it has not; in the end the receiver has everything that is stored,
/// and nothing else. `-Dheadroom.seed=N` runs one seed.
class RemoteWriteCrashTest {

    private static final int SEEDS = 100;
    private static final int STEPS = 120;
    private static final List<Fault> FAULTS =
            List.of(Fault.STATUS_500, Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.HANGS, Fault.TOO_BUSY);

    /// Everything that was ever handed to a storage, whatever came of it.
    private final NavigableMap<Labels, NavigableMap<Long, Double>> handed = new TreeMap<>();

    static LongStream seeds() {
        var one = Long.getLong("headroom.seed");
        return one == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(one);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theReceiverHasWhatIsStoredAndNothingElse(long seed) {
        var random = new SplittableRandom(seed);
        var rig = new RemoteRig(seed);
        rig.options = rig.options
                .withSegmentBytes(500 + random.nextInt(5000))
                .withBlockRange(Duration.ofMinutes(5))
                .withFsync(random.nextBoolean() ? FsyncPolicy.COMMIT : FsyncPolicy.SECOND);
        rig.restart(Ending.KILLED);
        rig.with(settings(random));
        double trouble = random.nextDouble(0.5);
        rig.receiver.faults(_ -> random.nextDouble() < trouble
                ? FAULTS.get(random.nextInt(FAULTS.size()))
                : Fault.NONE);
        for (int step = 0; step < STEPS; step++) {
            try {
                step(rig, random);
            } catch (Crash _) {
                rig.restart(random.nextBoolean() ? Ending.KILLED : Ending.POWER_LOST);
                rig.pass(Duration.ofSeconds(1));
            }
        }
        rig.disk.crashAt(Long.MAX_VALUE);
        rig.receiver.faults(_ -> Fault.NONE);
        rig.pass(Duration.ofMinutes(2));
        check(rig, seed);
    }

    private void step(RemoteRig rig, SplittableRandom random) {
        switch (random.nextInt(30)) {
            case 0 -> rig.with(settings(random));
            case 1 -> {
                rig.remote.close();
                rig.storage.close();
                rig.restart(Ending.KILLED);
            }
            case 2, 3 -> rig.disk.crashAt(rig.disk.operations() + random.nextInt(60));
            default -> {
                int from = random.nextInt(10);
                int to = from + 1 + random.nextInt(30);
                double value = random.nextInt(1000);
                for (int i = from; i < to; i++) {
                    handed.computeIfAbsent(RemoteRig.series(i), _ -> new TreeMap<>())
                            .put(rig.timeline.now().toEpochMilli(), value);
                }
                rig.scrape(from, to, value);
            }
        }
        rig.pass(Duration.ofSeconds(1 + random.nextInt(15)));
    }

    private static String settings(SplittableRandom random) {
        int shards = 1 + random.nextInt(4);
        return "queue_config: {capacity: %d, max_samples_per_send: %d, min_shards: %d, max_shards: %d,"
                .formatted(20 + random.nextInt(100), 1 + random.nextInt(25), shards, shards + random.nextInt(4))
                + " batch_send_deadline: " + (1 + random.nextInt(5)) + "s}";
    }

    private void check(RemoteRig rig, long seed) {
        var repeat = "seed " + seed + "; repeat with ./mvnw -pl :remotewrite -am verify -Dtest=RemoteWriteCrashTest"
                + " -Dheadroom.seed=" + seed + " -Dsurefire.failIfNoSpecifiedTests=false";
        for (var selected : rig.storage.select(Long.MIN_VALUE, Long.MAX_VALUE, List.of())) {
            var got = rig.received().getOrDefault(selected.labels(), new TreeMap<>());
            for (int i = 0; i < selected.samples().size(); i++) {
                long at = selected.samples().timestamp(i);
                assertEquals(
                        Double.valueOf(selected.samples().value(i)), got.get(at),
                        () -> selected.labels() + " at " + at + ", " + repeat + "\n" + rig.remote.queues());
            }
        }
        rig.received().forEach((labels, samples) -> samples.forEach((at, value) ->
                assertEquals(handed.getOrDefault(labels, new TreeMap<>()).get(at), value, repeat)));
        assertEquals(0, rig.queue().samples().pending(), repeat);
        assertTrue(rig.receiver.samples() > 0, repeat);
    }
}
