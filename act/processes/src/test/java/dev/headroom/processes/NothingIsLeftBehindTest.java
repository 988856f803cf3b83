package dev.headroom.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What dies with Headroom dies with it, whatever it does against it.
@Timeout(90)
class NothingIsLeftBehindTest {

    /// Writes its id to a file of the folder, ignores signals, and has a child in a session of its own that does, too.
    private static final String STUBBORN =
            "trap '' TERM INT HUP; echo $$ >pid-$$; "
                    + "setsid sh -c 'trap \"\" TERM INT HUP; echo $$ >pid-$$; while :; do sleep 1; done' & "
                    + "while :; do sleep 1; done";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void killingHeadroomKillsAllReplicasAndTheirDescendants() throws Exception {
        var headroom = headroom();
        var pids = pids(6);
        headroom.destroyForcibly().waitFor();
        assertTrue(LiveCluster.until(() -> alive(pids).isEmpty()), () -> "left behind: " + alive(pids));
    }

    @Test
    void anOrderlyEndLeavesNobodyEither() throws Exception {
        var headroom = headroom();
        var pids = pids(6);
        headroom.destroy();
        assertTrue(headroom.waitFor(20, TimeUnit.SECONDS));
        assertEquals(List.of(), alive(pids));
    }

    private Process headroom() throws IOException {
        var manifest = folder.resolve("stubborn.yaml");
        Files.writeString(manifest, """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: stubborn}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: stubborn}}
                  template:
                    metadata: {labels: {app: stubborn}}
                    spec:
                      containers:
                        - name: main
                          command: [sh, -c]
                          args:
                            - |
                              %s
                          resources: {limits: {cpu: 200m, memory: 64Mi}}
                """.formatted(STUBBORN.replace("$$", "$$$$")));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClusterProgram.class.getName(),
                        manifest.toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("headroom.log").toFile())
                .start();
    }

    /// The ids that were written, when there are as many as expected.
    private List<Long> pids(int expected) throws IOException {
        assertTrue(LiveCluster.until(() -> written().size() == expected), () -> "written so far: " + written());
        return written();
    }

    private List<Long> written() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("pid-"))
                    .map(name -> Long.valueOf(name.substring("pid-".length())))
                    .toList();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /// Those that still run; what is dead and only waits for its parent to notice does not.
    private static List<Long> alive(List<Long> pids) {
        return pids.stream()
                .filter(pid -> ProcessHandle.of(pid).isPresent())
                .filter(pid -> {
                    try {
                        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                                .noneMatch(line -> line.matches("State:\\s+Z.*"));
                    } catch (IOException _) {
                        return ProcessHandle.of(pid).isPresent();
                    }
                })
                .toList();
    }
}
