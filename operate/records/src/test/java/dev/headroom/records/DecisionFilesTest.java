package dev.headroom.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.hpa.HpaSettings;
import dev.headroom.records.DecisionFiles.Limits;
import dev.headroom.records.DecisionHistory.Entry;
import dev.headroom.records.DecisionHistory.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Decisions on a disk that is small, full, or was left in the middle of a line.
class DecisionFilesTest {

    private static final Limits SMALL = new Limits(20_000, 80_000, Duration.ofDays(1));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private DecisionFiles open(Limits limits) {
        return DecisionFiles.open(
                folder.resolve("decisions.jsonl"),
                limits,
                Loop.objects(Loop.HPA),
                HpaSettings.DEFAULT,
                Loop.START);
    }

    private static int filled(DecisionFiles files, int turns) {
        var ids = new ArrayList<Long>();
        new Loop(Loop.HPA, 3).run(turns, told -> {
            ids.add(ids.size() + 1L);
            files.add(ids.getLast(), told);
        });
        return ids.size();
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private static List<Long> ids(DecisionFiles files, Instant from, Instant to, int last) throws IOException {
        return files.history().read(new Request(Optional.of("default/web"), from, to, last)).stream()
                .map(Entry::id)
                .toList();
    }

    @Test
    void decisionsAreFoundByTheirTime() throws IOException {
        var files = open(Limits.STANDARD);
        int count = filled(files, 60);

        assertEquals(count, ids(files, Instant.EPOCH, Instant.MAX, 1000).size());
        assertEquals(List.of((long) count), ids(files, Instant.EPOCH, Instant.MAX, 1));
        assertEquals(List.of(1L), ids(files, Instant.EPOCH, Loop.START, 10));
        assertEquals(List.of(), ids(files, Instant.EPOCH, Loop.START.minusNanos(1), 10));
        assertEquals(List.of(), files.history()
                .read(new Request(Optional.of("default/other"), Instant.EPOCH, Instant.MAX, 10)));
    }

    @Test
    void theOldestFilesGoWhenAllTogetherAreTooLarge() throws IOException {
        var files = open(SMALL);
        int count = filled(files, 600);

        long bytes = 0;
        for (var file : files()) {
            bytes += Files.size(file);
        }
        assertTrue(bytes <= SMALL.bytes() + 10_000, bytes + " bytes");
        assertTrue(files().size() > 2, files().toString());
        var kept = ids(files, Instant.EPOCH, Instant.MAX, 10_000);
        assertEquals(count, kept.getLast());
        assertTrue(kept.size() < count && kept.size() > 10, kept.size() + " of " + count);
        assertEquals(kept.getLast() - kept.getFirst() + 1, kept.size());
    }

    @Test
    void filesThatAreOldGo() throws IOException {
        var old = Files.writeString(folder.resolve("decisions-2026-02-01T00-00-00Z.jsonl"), "{}\n");
        Files.setLastModifiedTime(old, FileTime.from(Loop.START.minus(Duration.ofDays(2))));
        open(SMALL);
        assertEquals(List.of(), files());
    }

    @Test
    void aLineThatWasTornIsPassedOver() throws IOException {
        int count = filled(open(Limits.STANDARD), 30);
        Files.writeString(
                folder.resolve("decisions.jsonl"), "{\"suite\":\"decisions\",\"op\":\"dec", StandardOpenOption.APPEND);

        var again = open(Limits.STANDARD);
        assertEquals(count, ids(again, Instant.EPOCH, Instant.MAX, 1000).size());
        filled(again, 30);
        assertEquals(2 * count, ids(again, Instant.EPOCH, Instant.MAX, 1000).size());
    }

    @Test
    void aFullDiskIsCountedAndTheRecordGoesOnWhenThereIsRoom() throws IOException {
        var full = new AtomicBoolean();
        var file = folder.resolve("decisions.jsonl");
        var files = new DecisionFiles(file, Limits.STANDARD, Loop.lines(Loop.HPA), (path, bytes) -> {
            if (full.get()) {
                Files.write(path, List.of("{\"suite\":\"dec"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                throw new IOException("No space left on device");
            }
            Files.write(path, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        });
        var ids = new ArrayList<Long>();
        new Loop(Loop.HPA, 3).run(60, told -> {
            full.set(ids.size() == 5 || ids.size() == 6);
            ids.add(ids.size() + 1L);
            files.add(ids.getLast(), told);
        });

        assertEquals(2, files.dropped());
        assertEquals(Optional.empty(), files.trouble());
        var kept = ids(files, Instant.EPOCH, Instant.MAX, 1000);
        assertEquals(ids.size() - 2, kept.size());

        var rerun = new Rerun();
        var told = new ArrayList<String>();
        for (var line : Files.readAllLines(file)) {
            if (line.endsWith("}")) {
                told.addAll(rerun.line(JsonMapper.shared().readTree(line)));
            }
        }
        assertTrue(told.getFirst().contains("2 decisions before it were not written"), told.getFirst());
    }
}
