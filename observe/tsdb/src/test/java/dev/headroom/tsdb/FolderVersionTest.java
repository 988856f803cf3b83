package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.headroom.files.OsDisk;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.tsdb.Exemplars.Exemplar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder that an earlier Headroom wrote opens with everything that is in it. Each version of the format leaves one
/// in the resources; none is ever changed.
class FolderVersionTest {

    private static final Path RESOURCES = Path.of("src/test/resources");

    private final List<String> notices = new ArrayList<>();

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private Storage open(Path folder) {
        var timeline = new SettableTimeline(StorageRig.NOON.plus(Duration.ofHours(4)));
        return Storage.open(new OsDisk(), folder,
                new Storage.Surroundings(StorageOptions.defaults(), timeline, notices::add));
    }

    private static void assertCountsUp(Map<Long, Double> samples) {
        assertEquals(480, samples.size());
        long number = 0;
        for (var sample : samples.entrySet()) {
            assertEquals(StorageRig.NOON.plusSeconds(30 * number).toEpochMilli(), sample.getKey());
            assertEquals((double) number++, sample.getValue());
        }
    }

    @Test
    void aFolderOfVersion1OpensAndIsOneOfThisVersionThen(@TempDir Path folder) throws IOException {
        copy(RESOURCES.resolve("folder-version-1"), folder);
        for (int round = 0; round < 2; round++) {
            try (var storage = open(folder)) {
                var found = StorageRig.read(storage, Long.MIN_VALUE, Long.MAX_VALUE);
                assertEquals(List.of(StorageRig.series(0), StorageRig.series(1)), List.copyOf(found.keySet()));
                found.values().forEach(FolderVersionTest::assertCountsUp);
                assertEquals(1, storage.statistics().blocks().size());
                assertEquals(240 * 2, storage.statistics().head().samples());
            }
            assertEquals(3, Files.readAllBytes(folder.resolve("format"))[8]);
        }
        assertEquals(List.of(), notices);
    }

    @Test
    void aFolderOfVersion2Opens(@TempDir Path folder) throws IOException {
        copy(RESOURCES.resolve("folder-version-2"), folder);
        assertHolds(folder, 2);
    }

    @Test
    void aFolderOfVersion3Opens(@TempDir Path folder) throws IOException {
        copy(RESOURCES.resolve("folder-version-3"), folder);
        assertHolds(folder, 40);
    }

    /// So many series of numbers, one of histograms, and exemplars.
    private void assertHolds(Path folder, int series) throws IOException {
        try (var storage = open(folder)) {
            var found = StorageRig.read(storage, Long.MIN_VALUE, Long.MAX_VALUE);
            var expected = new HashSet<>(Set.of(Labels.of(Labels.NAME, "latency")));
            IntStream.range(0, series).mapToObj(StorageRig::series).forEach(expected::add);
            assertEquals(expected, found.keySet());
            found.values().forEach(FolderVersionTest::assertCountsUp);
            var latency = storage.select(0, Long.MAX_VALUE, List.of(Matcher.equal(Labels.NAME, "latency")));
            assertNotNull(latency.getFirst().samples().histogram(479));
            assertEquals(1, storage.statistics().blocks().size());
            assertEquals(240L * (series + 1), storage.statistics().head().samples());
            var exemplars = storage.exemplars().select(0, Long.MAX_VALUE, List.of(List.of())).getFirst();
            assertEquals(StorageRig.series(0), exemplars.series());
            assertEquals(480, exemplars.exemplars().size());
            var last = exemplars.exemplars().getLast();
            long at = StorageRig.NOON.plusSeconds(30 * 479).toEpochMilli();
            assertEquals(new Exemplar(Labels.of("trace_id", "t479"), 479, at, false), last);
        }
        assertEquals(List.of(), notices);
    }
}
