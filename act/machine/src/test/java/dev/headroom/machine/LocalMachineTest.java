package dev.headroom.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.headroom.machine.LimitEnforcement.Means;
import dev.headroom.machine.ProcessGroup.Ending;
import dev.headroom.machine.ProcessGroup.Outcome;
import dev.headroom.timeline.WallTimeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real processes on the machine that runs the test.
@Timeout(60)
class LocalMachineTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final WallTimeline timeline = new WallTimeline();
    private LocalMachine machine = LocalMachine.open(timeline);

    @AfterEach
    void close() {
        machine.close();
        timeline.close();
    }

    @Test
    void aProcessWritesItsOutputAndTellsItsEnd() throws Exception {
        var group = machine.group("speaks", Limits.NONE);
        var witness = start(group, "echo \"hello $WHO\"; echo oops >&2; exit 3");
        assertEquals(new Ending.Exited(3, false), witness.ending());
        assertEquals("hello world\noops\n", Files.readString(log()));
    }

    @Test
    void aProgramThatIsNotThereIsToldByName() throws Exception {
        var group = machine.group("missing", Limits.NONE);
        var witness = new Witness();
        group.start(new Command(List.of("no-such-program"), Map.of("PATH", "/bin"), folder), log(), witness);
        assertEquals(
                new Ending.NotStarted(
                        "command: expected a program, got \"no-such-program\", which is in no folder of PATH (/bin)"),
                witness.ending());
    }

    @Test
    void terminatingReachesAProcessThatIsStillBeingStarted() throws Exception {
        var group = machine.group("early", Limits.NONE);
        var witness = new Witness();
        group.start(shell("exec sleep 60"), log(), witness);
        group.terminate();
        assertEquals(new Ending.Exited(143, false), witness.ending());
    }

    @Test
    void whatAProcessHasStartedEndsWithIt() throws Exception {
        var group = machine.group("parent", Limits.NONE);
        var witness = start(group, leaveGrandchild() + "; exit 0");
        assertEquals(new Ending.Exited(0, false), witness.ending());
        assertFalse(alive(grandchild()));
    }

    @Test
    void killingSparesNobodyWhoIgnoresSignals() throws Exception {
        var group = machine.group("stubborn", Limits.NONE);
        var witness = start(group, "trap '' TERM HUP INT; " + leaveGrandchild() + "; while :; do sleep 1; done");
        long grandchild = grandchild();
        group.terminate();
        assertTrue(alive(witness.pid()));
        group.kill();
        assertEquals(new Ending.Exited(137, false), witness.ending());
        assertFalse(alive(grandchild));
    }

    @Test
    void withoutControlGroupsTheSameIsFoundByItsMarker() throws Exception {
        machine.close();
        machine = LocalMachine.open("0-unconfined", new Unconfined("a test"), Loopback.open());
        var group = machine.group("loose", new Limits(OptionalLong.of(100), OptionalLong.empty()));
        var witness = start(group, leaveGrandchild() + "; while :; do :; done");
        long grandchild = grandchild();
        var reading = group.reading().orElseThrow();
        assertTrue(reading.memoryBytes().orElseThrow() > 0);
        group.kill();
        assertEquals(new Ending.Exited(137, false), witness.ending());
        assertFalse(alive(grandchild));
        assertEquals("none: a test", machine.enforcement().text());
    }

    @Test
    void aProcessIsHeldToItsCpuLimit() throws Exception {
        assumeFalse(machine.enforcement().cpu() instanceof Means.None, "needs control groups or a systemd of the user");
        var group = machine.group("busy", new Limits(OptionalLong.of(200), OptionalLong.empty()));
        start(group, "while :; do :; done").pid();
        var before = group.reading().orElseThrow();
        TimeUnit.MILLISECONDS.sleep(1500);
        var after = group.reading().orElseThrow();
        double cores = after.cpu().minus(before.cpu()).toMillis() / 1500.0;
        assertTrue(cores > 0.05 && cores < 0.3, "used " + cores + " cores, allowed 0.2");
        assertTrue(after.throttled().compareTo(before.throttled()) > 0);
    }

    @Test
    void aProcessThatTakesTooMuchMemoryIsKilledForIt() throws Exception {
        assumeFalse(machine.enforcement().memory() instanceof Means.None, "needs control groups");
        var group = machine.group("greedy", new Limits(OptionalLong.empty(), OptionalLong.of(24 << 20)));
        var witness = start(group, "a=$(head -c 200000000 /dev/zero | tr '\\0' x)");
        assertEquals(new Ending.Exited(137, true), witness.ending());
    }

    @Test
    void aCommandBesideTheMainProcessAnswersOrTimesOut() throws Exception {
        var group = machine.group("probed", Limits.NONE);
        assertEquals(new Outcome.Exited(4, "no\n"), run(group, "echo no >&2; exit 4", Duration.ofSeconds(10)));
        assertEquals(new Outcome.TimedOut(), run(group, "sleep 60", Duration.ofMillis(200)));
        assertInstanceOf(
                Outcome.NotStarted.class,
                run(group, new Command(List.of("./nothing"), Map.of(), folder), Duration.ofSeconds(1)));
    }

    @Test
    void closingTheMachineLeavesNobody() throws Exception {
        var group = machine.group("last", Limits.NONE);
        var witness = start(group, "trap '' TERM; " + leaveGrandchild() + "; while :; do sleep 1; done");
        long grandchild = grandchild();
        machine.close();
        assertFalse(alive(witness.pid()));
        assertFalse(alive(grandchild));
    }

    @Test
    void whatAKilledHeadroomHasLeftIsRemovedByTheNext() throws Exception {
        var homes = machine.confinement().folders();
        assumeFalse(homes.isEmpty(), "needs control groups");
        var leftover = homes.getFirst().resolveSibling("headroom-1-leftover");
        var pod = leftover.resolve("pod");
        Files.createDirectory(leftover);
        Files.createDirectory(pod);
        var process = new ProcessBuilder("/bin/sh", "-c", "echo $$ >" + pod + "/cgroup.procs; exec sleep 60").start();
        while (Files.readString(pod.resolve("cgroup.procs")).isEmpty()) {
            Thread.onSpinWait();
        }
        try (var _ = LocalMachine.open(timeline)) {
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            assertFalse(Files.exists(leftover));
            assertTrue(homes.stream().allMatch(Files::exists));
        }
    }

    private Witness start(ProcessGroup group, String script) throws Exception {
        var witness = new Witness();
        group.start(shell(script), log(), witness);
        witness.pid();
        return witness;
    }

    @Test
    void aCommandThatSomebodyTalksWithHasItsStreams() throws Exception {
        var group = machine.group("talked-with", Limits.NONE);
        var process = group.open(shell("read line; echo $WHO $line; echo no >&2; exit 5"));
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write("hears\n");
        }
        assertEquals("world hears\n", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals("no\n", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(5, process.waitFor());
        var missing = new Command(List.of("no-such-program"), Map.of("PATH", "/bin"), folder);
        var told = assertThrows(IOException.class, () -> group.open(missing));
        assertEquals(
                "command: expected a program, got \"no-such-program\", which is in no folder of PATH (/bin)",
                told.getMessage());
    }

    private Command shell(String script) {
        return new Command(
                List.of("sh", "-c", script), Map.of("PATH", System.getenv("PATH"), "WHO", "world"), folder);
    }

    private Outcome run(ProcessGroup group, String script, Duration timeout) throws Exception {
        return run(group, shell(script), timeout);
    }

    private static Outcome run(ProcessGroup group, Command command, Duration timeout) throws Exception {
        var outcome = new CompletableFuture<Outcome>();
        group.run(command, timeout, outcome::complete);
        return outcome.get(20, TimeUnit.SECONDS);
    }

    private Path log() {
        return folder.resolve("log");
    }

    /// A script that leaves a process in a session of its own, which ignores signals, and writes its id.
    private static String leaveGrandchild() {
        return "setsid sh -c 'trap \"\" TERM HUP INT; echo $$ >child.new;"
                + " mv child.new child; while :; do sleep 1; done'"
                + " >/dev/null 2>&1 & while [ ! -e child ]; do sleep 0.01; done";
    }

    private long grandchild() throws Exception {
        var file = folder.resolve("child");
        while (!Files.exists(file)) {
            Thread.onSpinWait();
        }
        return Long.parseLong(Files.readString(file).strip());
    }

    /// A zombie that waits for its new parent is none.
    private static boolean alive(long pid) throws Exception {
        var status = Path.of("/proc/" + pid + "/status");
        return Files.exists(Path.of("/proc/self"))
                ? Files.exists(status)
                        && Files.readAllLines(status).stream().noneMatch(line -> line.matches("State:\\s+Z.*"))
                : ProcessHandle.of(pid).isPresent();
    }
}
