package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.files.OsDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void aFolderOfVersion1Opens(@TempDir Path folder) throws IOException {
        copy(RESOURCES.resolve("folder-version-1"), folder);
        var timeline = new SettableTimeline(StorageRig.NOON.plus(Duration.ofHours(4)));
        try (var storage = Storage.open(new OsDisk(), folder,
                new Storage.Surroundings(StorageOptions.defaults(), timeline, notices::add))) {
            var found = StorageRig.read(storage, Long.MIN_VALUE, Long.MAX_VALUE);
            assertEquals(List.of(StorageRig.series(0), StorageRig.series(1)), List.copyOf(found.keySet()));
            for (var samples : found.values()) {
                assertEquals(480, samples.size());
                long number = 0;
                for (var sample : samples.entrySet()) {
                    assertEquals(StorageRig.NOON.plusSeconds(30 * number).toEpochMilli(), sample.getKey());
                    assertEquals((double) number++, sample.getValue());
                }
            }
            assertEquals(1, storage.statistics().blocks().size());
            assertEquals(240 * 2, storage.statistics().head().samples());
        }
        assertEquals(List.of(), notices);
    }
}
