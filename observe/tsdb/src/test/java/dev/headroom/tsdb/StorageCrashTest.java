package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.SimulatedDisk;
import dev.headroom.files.SimulatedDisk.Crash;
import dev.headroom.files.SimulatedDisk.Ending;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.Exemplars.Exemplar;
import dev.headroom.tsdb.HeadBatch.Pointed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The process ends at any disk operation, 200 seeds for each way to end: what was committed is there afterwards, and
/// of the scrape in flight all or nothing; the same of the last exemplars. `-Dheadroom.seed=N` runs one seed.
class StorageCrashTest {

    private static final int SEEDS = 200;
    private static final int ROUNDS = 4;
    private static final int LONGEST_ROUND = 120;
    private static final int MOST_OPERATIONS = 250;
    private static final int EXEMPLARS = 40;

    static LongStream seeds() {
        var one = Long.getLong("headroom.seed");
        return one == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(one);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aKilledProcessLosesAtMostTheScrapeInFlight(long seed) {
        new Story(seed, Ending.KILLED, FsyncPolicy.SEGMENT).tell();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLossOfPowerLosesAtMostTheScrapeInFlightWhenEachCommitWaitsForTheDisk(long seed) {
        new Story(seed, Ending.POWER_LOST, FsyncPolicy.COMMIT).tell();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLossOfPowerLosesAtMostASecondByDefault(long seed) {
        new Story(seed, Ending.POWER_LOST, FsyncPolicy.SECOND).tell();
    }

    /// A storage that is used, ends, and is opened again, several times.
    private static final class Story {
        private final long seed;
        private final Ending ending;
        private final FsyncPolicy policy;
        private final SplittableRandom random;
        private final SettableTimeline timeline = new SettableTimeline(StorageRig.NOON);
        private final List<String> notices = new ArrayList<>();
        private SimulatedDisk disk;
        private NavigableMap<Labels, NavigableMap<Long, Double>> committed = new TreeMap<>();
        private NavigableMap<Labels, NavigableMap<Long, Double>> durable = new TreeMap<>();
        private NavigableMap<Labels, NavigableMap<Long, Double>> inFlight = new TreeMap<>();
        private int values;
        private List<Pointed> pointed = new ArrayList<>();
        private List<Pointed> pointedInFlight = new ArrayList<>();

        Story(long seed, Ending ending, FsyncPolicy policy) {
            this.seed = seed;
            this.ending = ending;
            this.policy = policy;
            this.random = new SplittableRandom(seed);
            this.disk = new SimulatedDisk(random.split());
        }

        private String what(int round) {
            return "seed " + seed + ", round " + round + ", " + ending + " with fsync " + policy + "; repeat with"
                    + " ./mvnw -pl :tsdb -am verify -Dtest=StorageCrashTest -Dheadroom.seed=" + seed
                    + " -Dsurefire.failIfNoSpecifiedTests=false; notices " + notices;
        }

        void tell() {
            for (int round = 1; round <= ROUNDS; round++) {
                disk.crashAt(disk.operations() + random.nextInt(1, MOST_OPERATIONS));
                try {
                    use(open());
                } catch (Crash _) {
                    // The end of this process.
                }
                disk = disk.afterwards(ending);
                check(round);
            }
        }

        private Storage open() {
            var options = StorageOptions.defaults()
                    .withBlockRange(Duration.ofMinutes(5))
                    .withRetentionTime(Duration.ofDays(30))
                    .withHead(HeadOptions.defaults().withSamplesPerChunk(7).withExemplars(EXEMPLARS))
                    .withSegmentBytes(random.nextInt(500, 5000))
                    .withFsync(policy);
            return Storage.open(
                    disk, StorageRig.FOLDER, new Storage.Surroundings(options, timeline, notices::add));
        }

        private void use(Storage storage) {
            for (int step = random.nextInt(LONGEST_ROUND); step > 0; step--) {
                commit(storage);
                timeline.advance(Duration.ofSeconds(15));
                if (random.nextInt(3) == 0) {
                    storage.tick();
                    durable = copy(committed);
                }
                if (random.nextInt(4) == 0) {
                    storage.maintain();
                }
            }
            if (random.nextBoolean()) {
                storage.close();
                durable = copy(committed);
            }
        }

        private void commit(Storage storage) {
            var batch = storage.appender();
            int series = random.nextInt(1, 6);
            inFlight = new TreeMap<>();
            pointedInFlight = new ArrayList<>();
            for (int i = 0; i < series; i++) {
                var labels = StorageRig.series(random.nextInt(12));
                long time = timeline.now().toEpochMilli();
                double value = ++values;
                if (Counted.append(batch, labels, time, value) == SampleSink.Append.STORED) {
                    inFlight.computeIfAbsent(labels, _ -> new TreeMap<>()).put(time, value);
                    var exemplar = new Exemplar(Labels.of("trace", "t" + values), value, time);
                    batch.exemplar(labels, exemplar);
                    pointedInFlight.add(new Pointed(labels, exemplar));
                }
            }
            batch.commit();
            add(committed, inFlight);
            inFlight = new TreeMap<>();
            pointed.addAll(pointedInFlight);
            pointedInFlight = new ArrayList<>();
            if (policy == FsyncPolicy.COMMIT) {
                durable = copy(committed);
            }
        }

        private void check(int round) {
            var storage = open();
            var found = StorageRig.read(storage, Long.MIN_VALUE, Long.MAX_VALUE);
            var foundPointed = storage.exemplars().all();
            storage.close();
            disk = disk.afterwards(Ending.KILLED);
            var withInFlight = copy(committed);
            add(withInFlight, inFlight);
            if (ending == Ending.KILLED || policy == FsyncPolicy.COMMIT) {
                assertTrue(found.equals(committed) || found.equals(withInFlight), () -> what(round)
                        + "; expected " + committed + " perhaps with " + inFlight + ", got " + found);
            } else {
                assertContained(found, withInFlight, round);
                assertContained(durable, found, round);
            }
            if (ending == Ending.KILLED) {
                assertEquals(List.of(), notices.stream()
                        .filter(notice -> !notice.contains("the last write was cut off"))
                        .toList(), () -> what(round));
            }
            checkExemplars(foundPointed, round);
            pointed = new ArrayList<>(foundPointed);
            pointedInFlight = new ArrayList<>();
            committed = found;
            durable = copy(found);
            inFlight = new TreeMap<>();
            timeline.advance(Duration.ofSeconds(15));
        }

        /// The last exemplars are there, perhaps without those of the last seconds, and nothing else is.
        private void checkExemplars(List<Pointed> found, int round) {
            var all = new ArrayList<>(pointed);
            all.addAll(pointedInFlight);
            if (ending == Ending.KILLED || policy == FsyncPolicy.COMMIT) {
                assertTrue(found.equals(last(pointed)) || found.equals(last(all)), () -> what(round)
                        + "; expected exemplars " + last(pointed) + " perhaps with " + pointedInFlight + ", got "
                        + found);
            } else {
                assertTrue(all.containsAll(found), () -> what(round) + "; expected exemplars of " + all + ", got "
                        + found);
            }
        }

        private static List<Pointed> last(List<Pointed> all) {
            return all.subList(Math.max(0, all.size() - EXEMPLARS), all.size());
        }

        private void assertContained(
                Map<Labels, NavigableMap<Long, Double>> part,
                Map<Labels, NavigableMap<Long, Double>> whole,
                int round) {
            part.forEach((labels, samples) -> assertTrue(
                    whole.getOrDefault(labels, new TreeMap<>()).entrySet().containsAll(samples.entrySet()),
                    () -> what(round) + "; of " + labels + " expected " + samples + " in " + whole.get(labels)));
        }

        private static NavigableMap<Labels, NavigableMap<Long, Double>> copy(
                Map<Labels, NavigableMap<Long, Double>> samples) {
            var copy = new TreeMap<Labels, NavigableMap<Long, Double>>();
            samples.forEach((labels, own) -> copy.put(labels, new TreeMap<>(own)));
            return copy;
        }

        private static void add(
                Map<Labels, NavigableMap<Long, Double>> samples, Map<Labels, NavigableMap<Long, Double>> more) {
            more.forEach((labels, own) -> samples.computeIfAbsent(labels, _ -> new TreeMap<>()).putAll(own));
        }
    }
}
