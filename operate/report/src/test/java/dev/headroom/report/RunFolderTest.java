package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.report.SimulatedRun.Knobs;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.Verdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of a run.
class RunFolderTest {

    private static final RunRecord RUN = SimulatedRun.of(Knobs.INTERRUPTED);
    private static final Verdicts VERDICTS = Verdicts.of(RUN);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path runs;

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aReportHasItsThreeFilesAndNothingElse() throws IOException {
        var folder = RunFolder.create(runs.resolve("deep/er"), SimulatedRun.START);
        assertEquals(List.of(), folder.write(RUN, VERDICTS));
        assertEquals("2026-03-02T10-00-00Z", folder.path().getFileName().toString());
        assertEquals(
                List.of("report.html", "report.md", "telemetry.csv"), names(folder.path()));
    }

    @Test
    void aSecondRunOfTheSameSecondTakesNothingFromTheFirst() {
        var first = RunFolder.create(runs, SimulatedRun.START);
        var second = RunFolder.create(runs, SimulatedRun.START);
        assertEquals(first.path() + "-2", second.path().toString());
    }

    @Test
    void aFileInThePlaceOfTheFolderIsOneLine() throws IOException {
        var file = Files.writeString(runs.resolve("runs"), "");
        var refused = assertThrows(ReportException.class, () -> RunFolder.create(file, SimulatedRun.START));
        assertEquals(
                file + ": expected a folder for reports that can be written, got a file of that name: " + file
                        + "; name another with --runs",
                refused.getMessage());
    }

    @Test
    void aFullDiskIsALinePerFileAndLeavesNoHalfFileBehind() throws IOException {
        var full = new RunFolder(runs, (file, bytes) -> {
            Files.write(file, Arrays.copyOf(bytes, 100));
            if (file.toString().contains("report.html")) {
                throw new IOException("No space left on device");
            }
            Files.write(file, bytes);
        });
        Files.writeString(runs.resolve("report.html"), "the one of before");

        var troubles = full.write(RUN, VERDICTS);
        assertEquals(1, troubles.size());
        assertTrue(
                troubles.getFirst()
                        .matches(".*report\\.html: expected to write \\d+ bytes, got No space left on device"),
                troubles.toString());
        assertEquals(List.of("report.html", "report.md", "telemetry.csv"), names(runs));
        assertEquals("the one of before", Files.readString(runs.resolve("report.html")));
    }

    @Test
    void aFolderThatIsGoneIsALinePerFile() throws IOException {
        var folder = RunFolder.create(runs, SimulatedRun.START);
        Files.delete(folder.path());
        var troubles = folder.write(RUN, VERDICTS);
        assertEquals(3, troubles.size());
        assertTrue(troubles.getFirst().contains("got no such folder: "), troubles.getFirst());
    }
}
