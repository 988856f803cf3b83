package dev.headroom.wholerun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.demo.Demo;
import dev.headroom.processes.PodStatus;
import dev.headroom.replay.Replay;
import dev.headroom.report.RunFolder;
import dev.headroom.verdicts.Ending;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.Verdict;
import dev.headroom.verdicts.Verdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The main job from its first replica to its report, with real processes, the real model and real load.
class WholeRunTest {

    @TempDir
    private Path folder;

    /// A replica is killed under load; whoever was asking it is answered by another one.
    @Test
    void aRunIsMeasuredAndReportedAndLosesNoRequestToAKilledReplica() throws IOException {
        var demo = ShortDemo.start(folder, Duration.ofSeconds(25));
        var killed = new long[1];
        RunRecord record;
        try (demo) {
            record = demo.play(_ -> {}, second -> {
                if (second.offset().toSeconds() == 8) {
                    killed[0] = kill(demo);
                }
            });
            assertEquals(Set.of(), DashboardQueries.unanswered(demo.wiring()), "a panel of a dashboard is empty");
        }
        assertTrue(killed[0] > 0, "no replica was killed");
        assertInstanceOf(Ending.Completed.class, record.ending());
        assertEquals(0, record.load().counts().failed(), () -> record.load().toString());
        assertTrue(record.load().counts().completed() > 200, () -> record.load().toString());
        assertTrue(
                record.observed().events().stream().anyMatch(event -> event.reason().equals("ContainerDied")),
                () -> record.observed().events().toString());
        assertTrue(record.decisions().size() > 20);

        var verdicts = Verdicts.of(record);
        assertTrue(
                verdicts.list().stream()
                        .anyMatch(verdict -> verdict instanceof Verdict.Passed(var claim, _, _)
                                && claim.name().startsWith("no failed request")),
                verdicts::toString);
        var run = RunFolder.create(folder.resolve("runs"), record.startedAt());
        assertEquals(List.of(), run.write(record, verdicts));
        assertEquals(
                List.of("report.html", "report.md", "telemetry.csv"),
                names(run.path()).filter(name -> !name.equals("verdicts.json")).toList());
        assertTrue(Files.readString(run.path().resolve("report.html")).contains("</html>"));
        assertEquals(List.of(), replicas());
    }

    @Test
    void aRunThatIsStoppedEarlyStillTells() {
        RunRecord record;
        try (var demo = ShortDemo.start(folder, Duration.ofSeconds(60))) {
            record = demo.play(_ -> {}, second -> {
                if (second.offset().toSeconds() >= 3) {
                    demo.stop(new Ending.Interrupted());
                }
            });
        }
        assertInstanceOf(Ending.Interrupted.class, record.ending());
        assertTrue(record.samples().size() >= 3);
        assertEquals(1, Verdicts.of(record).exitStatus());
        assertEquals(List.of(), replicas());
    }

    /// The same loop in both forms of its manifest; what it recorded decides again to the same.
    @ParameterizedTest
    @EnumSource
    void whatARunRecordedDecidesAgain(ShortDemo.Form form) throws IOException {
        RunRecord record;
        try (var demo = ShortDemo.start(folder, Duration.ofSeconds(60), form)) {
            record = demo.play(_ -> {}, second -> {
                if (second.offset().toSeconds() >= 15) {
                    demo.stop(new Ending.Interrupted());
                }
            });
        }
        assertTrue(record.decisions().size() >= 10, () -> record.decisions().toString());
        assertTrue(
                record.decisions().stream()
                        .flatMap(each -> each.record().inputs().stream())
                        .filter(input -> input.signal().number().isPresent())
                        .map(DecisionRecord.Input::metric)
                        .distinct()
                        .count()
                        == 3,
                "a metric never had a number");
        var tally = Replay.file(folder.resolve("decisions.jsonl"));
        assertEquals(List.of(), tally.failures());
        assertTrue(tally.passed() > record.decisions().size(), tally.passed() + " lines");
    }

    private static long kill(Demo demo) {
        long pid = demo.wiring().cluster().pods().stream()
                .filter(PodStatus::ready)
                .findFirst()
                .orElseThrow()
                .containers()
                .getFirst()
                .pid()
                .orElseThrow();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        return pid;
    }

    private static Stream<String> names(Path run) throws IOException {
        try (var files = Files.list(run)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted()
                    .toList()
                    .stream();
        }
    }

    /// Processes of this test's replicas that still run.
    private static List<ProcessHandle> replicas() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("InferenceProgram"))
                .toList();
    }
}
