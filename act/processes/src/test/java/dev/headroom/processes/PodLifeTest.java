package dev.headroom.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.hpa.Pod.Phase;
import dev.headroom.hpa.ScaleTarget.Update;
import dev.headroom.processes.ContainerStatus.State;
import dev.headroom.processes.FakeMachine.Program;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Pods from their beginning to their end, minute by minute.
class PodLifeTest {

    private static final String READINESS = "readinessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 1}";

    @Test
    void aPodIsScheduledCreatedStartedAndReadyWhenItsProbeSaysSo() {
        var story = Story.of(1, READINESS);
        var name = story.pod().name();
        assertTrue(name.matches("web-[b-z2-9]+-[b-z2-9]{5}"), name);
        assertEquals(
                List.of(
                        "ScalingReplicaSet Deployment web: Scaled up replica set " + set(name) + " from 0 to 1",
                        "SuccessfulCreate ReplicaSet " + set(name) + ": Created pod: " + name,
                        "Scheduled Pod " + name + ": Successfully assigned default/" + name + " to 127.95.0.1",
                        "Created Pod " + name + ": Created container: main",
                        "Started Pod " + name + ": Started container main"),
                story.events);
        assertEquals(Phase.RUNNING, story.pod().phase());
        assertFalse(story.pod().ready());
        assertEquals(List.of(), story.serving);
        story.passSeconds(1);
        assertTrue(story.pod().ready());
        assertEquals(List.of(name), story.serving);
        assertEquals("Running", story.pod().status());
    }

    private static String set(String pod) {
        return pod.substring(0, pod.lastIndexOf('-'));
    }

    @Test
    void aContainerMayUseMoreCpuUntilItsStartupProbeHasPassedAndAgainWhenItIsRestarted() {
        var story = new Story(Story.deployment(0, """
                resources: {limits: {cpu: 100m}}
                startupProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 1, failureThreshold: 60}""")
                .replace("labels: {app: web}\n    spec", """
                        labels: {app: web}
                              annotations: {headroom.dev/startup-cpu: 500m}
                            spec"""));
        story.answer = new Probes.Answer.Failure("not yet");
        story.target().scaleTo(1);
        story.passSeconds(5);
        assertEquals(List.of("to 500m"), limits(story));
        story.answer = new Probes.Answer.Success();
        story.passSeconds(5);
        assertEquals(List.of("to 500m", "to 100m"), limits(story));
        story.machine.kill(story.pod().name());
        story.passSeconds(5);
        assertEquals(List.of("to 500m", "to 100m", "to 500m", "to 100m"), limits(story));
    }

    private static List<String> limits(Story story) {
        return story.machine.done().stream()
                .filter(line -> line.startsWith("limit "))
                .map(line -> line.substring(line.indexOf(" to ") + 1))
                .toList();
    }

    @Test
    void conditionsKeepTheInstantOfTheirLastChange() {
        var story = Story.of(1, READINESS);
        story.answer = new Probes.Answer.Failure("no");
        story.passSeconds(60);
        story.answer = new Probes.Answer.Success();
        story.passSeconds(60);
        var conditions = story.pod().conditions();
        assertEquals(
                List.of("PodScheduled", "Initialized", "ContainersReady", "Ready"),
                conditions.stream().map(PodStatus.Condition::type).toList());
        assertEquals(Story.START, conditions.get(1).lastTransitionTime());
        var since = Duration.between(Story.START, conditions.get(3).lastTransitionTime()).toMillis();
        assertTrue(conditions.get(3).status() && since > 60_000 && since <= 61_010, "ready after " + since + " ms");
        assertTrue(story.reasons().contains("Unhealthy"));
    }

    @Test
    void initContainersRunOneAfterTheOtherBeforeTheRest() {
        var story = new Story(Story.deployment(0, "").replace(
                "      containers:",
                "      initContainers: [{name: first, command: [prepare]}, {name: second, command: [fetch]}]\n"
                        + "      containers:"));
        story.machine.program("prepare", Program.ending(Duration.ofSeconds(3), 0));
        story.machine.program("fetch", Program.ending(Duration.ofSeconds(2), 1));
        story.target().scaleTo(1);
        story.passSeconds(1);
        assertEquals("Init:0/2", story.pod().reason());
        story.passSeconds(3);
        assertEquals("Init:1/2", story.pod().reason());
        story.passSeconds(4);
        assertEquals("Init:CrashLoopBackOff", story.pod().reason());
        assertEquals(Phase.PENDING, story.pod().phase());
        story.machine.program("fetch", Program.ending(Duration.ofSeconds(2), 0));
        story.passSeconds(12);
        assertEquals("Running", story.pod().status());
        assertEquals(List.of("first", "second", "second", "second", "main"), story.machine.done().stream()
                .filter(line -> line.startsWith("start"))
                .map(line -> line.substring(line.lastIndexOf('.') + 1))
                .toList());
    }

    @Test
    void aContainerThatKeepsEndingWaitsTwiceAsLongEachTime() {
        var story = Story.of(1, "");
        story.machine.program("server", Program.ending(Duration.ofSeconds(1), 3));
        // The first that ran before the program was changed is killed; it comes back at once.
        story.machine.kill("web");
        story.pass(Duration.ofMillis(1));
        assertEquals(2, starts(story));
        // It ends after 1 s, and is started again 10, 20, 40, 80, 160, 300 and 300 s later.
        long at = 1;
        int runs = 2;
        for (long wait : List.of(10, 20, 40, 80, 160, 300, 300)) {
            story.time.advanceTo(Story.START.plusSeconds(at).plusMillis(500));
            assertEquals(runs, starts(story));
            assertEquals("CrashLoopBackOff", story.pod().reason());
            var waiting = assertInstanceOf(State.Waiting.class, story.container().state());
            assertTrue(waiting.message().startsWith("back-off " + text(wait) + " restarting failed container=main pod="
                    + story.pod().name() + "_default("), waiting.message());
            assertEquals(3, story.container().lastTermination().orElseThrow().exitCode());
            story.time.advanceTo(Story.START.plusSeconds(at + wait).plusMillis(500));
            runs++;
            assertEquals(runs, starts(story), "after " + wait + " s");
            at += wait + 1;
        }
        assertEquals(runs - 1, story.pod().restarts());
    }

    private static String text(long seconds) {
        return (seconds >= 60 ? seconds / 60 + "m" : "") + seconds % 60 + "s";
    }

    private static long starts(Story story) {
        return story.machine.done().stream().filter(line -> line.startsWith("start")).count();
    }

    @Test
    void whoRanTenMinutesStartsAtOnceAgain() {
        var story = Story.of(1, "");
        story.machine.program("server", Program.ending(Duration.ofSeconds(1), 3));
        story.machine.kill("web");
        story.passSeconds(40);
        story.machine.program("server", Program.SERVER);
        story.passSeconds(60 * 12);
        assertEquals("Running", story.pod().status());
        long before = starts(story);
        story.machine.kill("web");
        story.pass(Duration.ofMillis(1));
        assertEquals(before + 1, starts(story));
        assertEquals("Error", story.container().lastTermination().orElseThrow().reason());
        assertEquals(137, story.container().lastTermination().orElseThrow().exitCode());
    }

    @Test
    void aContainerThatFailsItsLivenessProbeIsEndedAndStartedAgain() {
        var story = Story.of(
                1, "livenessProbe: {httpGet: {port: 8000}, periodSeconds: 1, failureThreshold: 3}");
        story.passSeconds(5);
        story.answer = new Probes.Answer.Failure("HTTP probe failed with statuscode: 500");
        story.passSeconds(3);
        story.answer = new Probes.Answer.Success();
        story.passSeconds(2);
        assertEquals(1, story.pod().restarts());
        assertEquals("Running", story.pod().status());
        assertTrue(story.events.stream().anyMatch(event ->
                event.endsWith(": Container main failed liveness probe, will be restarted")));
        assertEquals(3, story.reasons().stream().filter("Unhealthy"::equals).count());
    }

    @Test
    void aPodThatEndsLeavesTheServicesFirstAndWaitsForItsRequests() {
        var story = Story.of(1, READINESS);
        story.passSeconds(2);
        var requests = new CompletableFuture<Void>();
        story.drained = requests;
        story.target().scaleTo(0);
        story.passSeconds(3);
        assertEquals(List.of(), story.serving);
        assertEquals("Terminating", story.pod().status());
        assertTrue(story.pod().deletionTimestamp().isPresent());
        assertFalse(terms(story), "SIGTERM while a request is under way");
        requests.complete(null);
        story.passSeconds(1);
        assertTrue(terms(story));
        assertEquals(List.of(), story.pods());
        assertEquals("Killing", story.reasons().getLast());
    }

    private static boolean terms(Story story) {
        return story.machine.done().stream().anyMatch(line -> line.startsWith("TERM"));
    }

    @Test
    void requestsThatNeverEndDoNotKeepAPodBeyondItsGrace() {
        var story = Story.of(1, "");
        story.machine.program("server", Program.stubborn());
        story.machine.kill("web");
        story.passSeconds(1);
        story.drained = new CompletableFuture<>();
        story.target().scaleTo(0);
        story.pass(Duration.ofMillis(7900));
        assertFalse(terms(story));
        story.pass(Duration.ofMillis(200));
        assertTrue(terms(story));
        story.pass(Duration.ofMillis(1800));
        assertEquals(1, story.pods().size());
        story.pass(Duration.ofMillis(200));
        assertTrue(story.machine.done().stream().anyMatch(line -> line.startsWith("KILL")));
        assertEquals(List.of(), story.pods());
    }

    @Test
    void thePreStopHookRunsBeforeSigterm() {
        var story = Story.of(1, "lifecycle: {preStop: {exec: {command: [farewell]}}}");
        story.machine.program("farewell", Program.ending(Duration.ofSeconds(4), 0));
        story.target().scaleTo(0);
        story.passSeconds(3);
        assertFalse(terms(story));
        story.passSeconds(2);
        assertTrue(terms(story));
        assertEquals(List.of(), story.pods());
    }

    @Test
    void anAddressThatCannotBeHadIsToldOnceAndAskedForAgain() {
        var story = Story.of(0, "");
        story.machine.refuseAddresses(Optional.of("port 8000: expected it to be free"));
        story.target().scaleTo(1);
        story.passSeconds(12);
        assertEquals("Pending", story.pod().status());
        assertEquals(1, story.reasons().stream().filter("FailedScheduling"::equals).count());
        story.machine.refuseAddresses(Optional.empty());
        story.passSeconds(5);
        assertEquals("Running", story.pod().status());
    }

    @Test
    void aContainerGetsItsLimitsItsEnvironmentAndItsExpandedCommand() {
        var story = new Story(Story.deployment(
                1,
                """
                args: ["--bind=$(POD_IP):8000", "$(NOTHING)", "$$x"]
                workingDir: app
                env:
                  - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                  - {name: WHO, value: "$(POD_IP)/$(WEB_SERVICE_HOST)"}
                  - {name: APP, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
                  - {name: CORES, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
                  - {name: MILLI, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
                resources: {limits: {cpu: 250m, memory: 64Mi}}
                """).replace("command: [server]", "command: [headroom]"));
        var command = story.machine.lastCommand();
        assertEquals(
                List.of("/opt/headroom/bin/headroom", "--bind=127.95.0.1:8000", "$(NOTHING)", "$x"), command.argv());
        assertEquals("/srv/app", command.workingDirectory().toString());
        var environment = command.environment();
        assertEquals("127.95.0.1/127.95.255.1", environment.get("WHO"));
        assertEquals("web", environment.get("APP"));
        assertEquals("1", environment.get("CORES"));
        assertEquals("250", environment.get("MILLI"));
        assertEquals("/bin", environment.get("PATH"));
        assertEquals(story.pod().name(), environment.get("HOSTNAME"));
        assertEquals(250, story.machine.limits("web").cpuMilli().orElseThrow());
        assertEquals(64 << 20, story.machine.limits("web").memoryBytes().orElseThrow());
    }

    @Test
    void usageIsARateOverAWindowOfSeconds() {
        var story = Story.of(1, "");
        story.passSeconds(1);
        assertTrue(story.pod().cpuMilli().isEmpty());
        story.passSeconds(9);
        var usage = story.container().usage().orElseThrow();
        assertEquals(500, usage.cpuMilli());
        assertEquals(Duration.ofSeconds(5), usage.window());
        assertEquals(64 << 20, story.pod().memoryBytes().orElseThrow());
        assertEquals(Story.START.plusSeconds(10), usage.timestamp());
    }

    @Test
    void closingEndsEverythingWithinItsGrace() {
        var story = Story.of(3, "");
        story.machine.program("server", Program.stubborn());
        story.target().scaleTo(4);
        story.pass(Duration.ofMillis(1));
        var ended = story.loop.end(Duration.ofSeconds(5));
        story.pass(Duration.ofMillis(4900));
        assertEquals(1, story.pods().size());
        assertFalse(ended.isDone());
        story.pass(Duration.ofMillis(200));
        assertTrue(ended.isDone());
        assertEquals(List.of(), story.machine.running());
        assertFalse(story.target().scaleTo(1) instanceof Update.Accepted);
    }
}
