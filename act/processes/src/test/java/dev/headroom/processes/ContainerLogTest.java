package dev.headroom.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.headroom.processes.ContainerStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stays of the runs of a container.
class ContainerLogTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void aRunBeginsWithAnEmptyLogAndThatOfTheRunBeforeStays() throws IOException {
        var log = new ContainerLog(folder.resolve("web.log"));
        log.startOver();
        Files.writeString(log.file(), "first");
        log.startOver();
        assertFalse(Files.exists(log.file()));
        Files.writeString(log.file(), "second");
        log.startOver();
        assertEquals("second", Files.readString(log.previous()));
    }

    @Test
    void theRunBeforeIsTheOneThatEndedLast() {
        var file = folder.resolve("web.log");
        assertEquals(Optional.empty(), status(new State.Running(NOON), false).previousLog());
        var before = new ContainerLog(file).previous();
        assertEquals(Optional.of(before), status(new State.Running(NOON), true).previousLog());
        assertEquals(Optional.of(file), status(new State.Waiting("CrashLoopBackOff", ""), true).previousLog());
    }

    private ContainerStatus status(State state, boolean ranBefore) {
        var ended = new State.Terminated(1, "Error", "", NOON, NOON);
        return new ContainerStatus(
                "web",
                false,
                state,
                ranBefore ? Optional.of(ended) : Optional.empty(),
                ranBefore ? 1 : 0,
                true,
                true,
                OptionalLong.empty(),
                Optional.empty(),
                folder.resolve("web.log"));
    }
}
