package dev.headroom.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.machine.LocalMachine;
import dev.headroom.programs.LoopbackProgram.Launch;
import dev.headroom.timeline.WallTimeline;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A program is there when it answers, and gone when it was stopped.
@Timeout(120)
class LoopbackProgramTest {

    @TempDir
    private Path folder = Path.of(".");

    private final WallTimeline timeline = new WallTimeline();
    private final LocalMachine machine = LocalMachine.open(timeline);
    private final int port = LoopbackProgram.freePort();

    @AfterEach
    void close() {
        machine.close();
        timeline.close();
    }

    private LoopbackProgram program(Duration patience, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AnsweringProgram.class.getName()));
        command.addAll(List.of(arguments));
        var readiness = Readiness.http(port, "/ready", patience);
        return new LoopbackProgram(
                machine, new Launch("answering", command, folder.resolve("log"), readiness, Duration.ofSeconds(10)));
    }

    @Test
    void itIsStartedAskedStoppedAndStartedAgain() {
        try (var program = program(Duration.ofSeconds(60), "" + port, "200")) {
            assertFalse(program.running());
            program.start();
            assertEquals(200, program.send(program.request("/anything")).statusCode());
            program.stop();
            assertFalse(program.running());
            assertThrows(UncheckedIOException.class, () -> program.send(program.request("/anything")));
            program.start();
            assertTrue(program.running());
            program.kill();
            assertFalse(program.running());
        }
    }

    private static String failure(LoopbackProgram program) {
        return String.valueOf(assertThrows(ProgramException.class, program::start).getMessage());
    }

    @Test
    void oneThatEndsBeforeItIsReadySaysWhy() {
        try (var program = program(Duration.ofSeconds(60), "only-a-port")) {
            var failure = failure(program);
            assertEquals("answering: ended with exit code 3 before it was ready: a port and a status, please; its log"
                    + " is " + folder.resolve("log"), failure);
        }
    }

    @Test
    void oneThatIsNotReadyInTimeSaysWhatItAnswered() {
        try (var program = program(Duration.ofSeconds(5), "" + port, "503")) {
            var failure = failure(program);
            assertTrue(failure.startsWith("answering: expected http://127.0.0.1:" + port
                    + "/ready to say ready within 5 s, got "), failure);
        }
    }

    @Test
    void oneThatIsNotThereSaysSo() {
        var launch = new Launch("nothing", List.of(folder.resolve("nothing").toString()), folder.resolve("log"),
                Readiness.http(port, "/", Duration.ofSeconds(20)), Duration.ofSeconds(1));
        try (var program = new LoopbackProgram(machine, launch)) {
            var failure = failure(program);
            assertTrue(failure.startsWith("nothing: could not be started (command: expected a program, got"),
                    failure);
        }
    }
}
