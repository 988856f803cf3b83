package dev.headroom.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What runs in a control plane's folder ends with it, and with whoever started it.
@ClusterTest
@Timeout(240)
class NothingIsLeftTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void afterItWasClosed() throws Exception {
        var program = started();
        program.getOutputStream().close();
        assertTrue(program.waitFor(30, TimeUnit.SECONDS), "it does not end");
        assertEquals(List.of(), running());
    }

    @Test
    void afterItsJvmWasKilled() throws Exception {
        var program = started();
        program.destroyForcibly().waitFor();
        Patience.until(() -> running().isEmpty(), () -> "left behind: " + running());
    }

    private Process started() throws IOException, InterruptedException {
        var log = folder.resolve("program.log");
        var program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ControlPlaneProgram.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Patience.until(() -> Files.exists(folder.resolve("ready")) || !program.isAlive(), () -> text(log));
        assertEquals(4, running().size(), () -> text(log));
        return program;
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            return failure.toString();
        }
    }

    /// The programs, told by their flags; the JVM has the folder as its last argument.
    private List<String> running() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(command -> command.contains("=" + folder + "/"))
                .map(command -> command.split(" ", 2)[0])
                .toList();
    }
}
