package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HpaVectorsTest {

    private static final Path ROOT = Path.of(System.getProperty("headroom.root"));

    @Test
    void decidesAsTheRealControllerDoes() {
        var tally = Replay.file(ROOT.resolve("prove/scenarios/vectors/hpa/hpa.jsonl.gz"));

        assertEquals(List.of(), tally.failures());
        assertTrue(tally.passed() > 100, "scripts: " + tally.passed());
    }

    /// The whole recording, where it lies beside the repository.
    @Test
    void decidesAsTheRealControllerDoesInEveryRecordedScript() throws IOException {
        var folder = ROOT.resolve("../shared/data/hpa-vectors");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (var file : files.filter(each -> each.toString().endsWith(".jsonl.gz")).sorted().toList()) {
                assertEquals(List.of(), Replay.file(file).failures(), file.toString());
            }
        }
    }
}
