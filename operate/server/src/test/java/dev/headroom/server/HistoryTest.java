package dev.headroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.promql.QueryResult;
import dev.headroom.tsdb.StorageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was scraped before a restart is there after it.
class HistoryTest {

    private static final int SCRAPES = 5;
    private static final int PATIENCE = 300;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private Wiring started() {
        return Wiring.start(LiveLoop.config(folder, 0), List.of());
    }

    private static double answer(Wiring wiring, String query) {
        return wiring.engine().instant(query, wiring.timeline().now()).value() instanceof QueryResult.Vector vector
                        && vector.elements().size() == 1
                ? vector.elements().getFirst().value()
                : 0;
    }

    @Test
    void historySurvivesARestart() {
        double before = 0;
        var query = "sum(count_over_time(up{job=\"headroom\"}[1h]))";
        try (var first = started()) {
            for (int i = 0; i < PATIENCE && before < SCRAPES; i++) {
                LiveLoop.pause(Duration.ofMillis(100));
                before = answer(first, query);
            }
            assertTrue(before >= SCRAPES, "scraped " + before);
            var refused = assertThrows(StorageException.class, this::started);
            assertEquals(folder.resolve("data") + ": expected a folder that nobody writes to, got one that process "
                    + ProcessHandle.current().pid() + " holds; stop it, or give another folder", refused.getMessage());
        }
        try (var second = started()) {
            assertTrue(answer(second, query) >= before);
        }
    }
}
