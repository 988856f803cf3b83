package dev.headroom.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.Part;
import dev.headroom.controlplane.User;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A real Deployment whose pods are processes, as `kubectl` shows it.
@ClusterTest
@Timeout(240)
class NodeTest {

    private String namespace = "";

    @BeforeEach
    void namespace(TestBed bed) {
        bed.node();
        namespace = bed.namespace("node");
    }

    private static String deployment(int replicas, String env) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 20
                      containers:
                      - name: web
                        image: none
                        command: ["%s", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "%s", "%s"]
                        env:
                        - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                        %s
                        ports: [{containerPort: 8000, name: http}]
                        readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
                """
                .formatted(
                        replicas,
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        WebProgram.class.getName(),
                        env);
    }

    private static String value(String name, String value) {
        return "- {name: " + name + ", value: \"" + value + "\"}";
    }

    private void apply(TestBed bed, String manifest) {
        var answer = bed.kubectl(User.ADMIN, manifest, "apply", "-n", namespace, "-f", "-");
        assertEquals(0, answer.status(), answer::output);
    }

    private List<Pod> pods(TestBed bed) {
        return bed.admin().pods().inNamespace(namespace).list().getItems();
    }

    private void ready(TestBed bed, int replicas) {
        var answer = bed.kubectl("rollout", "status", "deployment/web", "-n", namespace, "--timeout=90s");
        assertEquals(0, answer.status(), () -> answer.output() + described(bed));
        assertEquals(replicas, pods(bed).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .count());
    }

    private String described(TestBed bed) {
        return bed.kubectl("describe", "pods", "-n", namespace).output();
    }

    private static ContainerStatus container(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst();
    }

    @Test
    void aDeploymentBecomesReadyAndItsEndpointsAreItsPods(TestBed bed) throws InterruptedException {
        apply(bed, deployment(2, value("GREETING", "good morning")));
        ready(bed, 2);
        var addresses = pods(bed).stream().map(pod -> pod.getStatus().getPodIP()).collect(Collectors.toSet());
        assertEquals(2, addresses.size());
        Patience.until(() -> endpoints(bed).equals(new TreeSet<>(addresses)), () -> endpoints(bed) + "");
        var pod = pods(bed).getFirst().getMetadata().getName();
        assertEquals("line 1: listening\nline 2: as " + pod + "\n", bed.kubectl("logs", pod, "-n", namespace).output());
        assertEquals("line 2: as " + pod + "\n", bed.kubectl("logs", pod, "-n", namespace, "--tail=1").output());
        var proxied = bed.kubectl("get", "--raw", "/api/v1/namespaces/" + namespace + "/services/web:80/proxy/");
        assertEquals("good morning", proxied.output());
    }

    private Set<String> endpoints(TestBed bed) {
        return bed.admin().discovery().v1().endpointSlices().inNamespace(namespace).list().getItems().stream()
                .flatMap(slice -> slice.getEndpoints().stream())
                .filter(endpoint -> Boolean.TRUE.equals(endpoint.getConditions().getReady()))
                .flatMap(endpoint -> endpoint.getAddresses().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aRollingUpdateReplacesThePods(TestBed bed) throws InterruptedException {
        apply(bed, deployment(1, value("GREETING", "one")));
        ready(bed, 1);
        var before = pods(bed).getFirst().getMetadata().getName();
        apply(bed, deployment(1, value("GREETING", "two")));
        assertEquals(0, bed.kubectl("rollout", "status", "deployment/web", "-n", namespace, "--timeout=90s").status());
        Patience.until(
                () -> pods(bed).size() == 1 && !pods(bed).getFirst().getMetadata().getName().equals(before),
                () -> described(bed));
    }

    @Test
    void aKilledProcessIsStartedAgain(TestBed bed) throws InterruptedException {
        apply(bed, deployment(1, ""));
        ready(bed, 1);
        var id = container(pods(bed).getFirst()).getContainerID();
        long pid = Long.parseLong(id.substring("process://".length()));
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Patience.until(
                () -> container(pods(bed).getFirst()).getRestartCount() == 1
                        && container(pods(bed).getFirst()).getReady(),
                () -> described(bed));
        var last = container(pods(bed).getFirst()).getLastState().getTerminated();
        assertEquals(137, last.getExitCode());
        assertEquals("Error", last.getReason());
    }

    @Test
    void aDeletedPodHasItsGrace(TestBed bed) throws InterruptedException {
        apply(bed, deployment(1, value("LAST_MILLIS", "3000")));
        ready(bed, 1);
        var pod = pods(bed).getFirst();
        var name = pod.getMetadata().getName();
        long begun = System.nanoTime();
        var answer = bed.kubectl("delete", "pod", name, "-n", namespace);
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertEquals(0, answer.status(), answer::output);
        assertTrue(seconds > 3 && seconds < 15, () -> "deleted after " + seconds + " s");
        Patience.until(
                () -> pods(bed).stream().noneMatch(each -> each.getMetadata().getName().equals(name)),
                () -> described(bed));
    }

    @Test
    void scalingAddsAReplicaAndTakesItAway(TestBed bed) throws InterruptedException {
        apply(bed, deployment(1, ""));
        ready(bed, 1);
        bed.kubectl("scale", "deployment/web", "--replicas=2", "-n", namespace);
        ready(bed, 2);
        bed.kubectl("scale", "deployment/web", "--replicas=0", "-n", namespace);
        Patience.until(() -> pods(bed).isEmpty(), () -> described(bed));
    }

    @Test
    void anImageWithoutACommandWaitsAndSaysWhy(TestBed bed) throws InterruptedException {
        bed.kubectl("run", "nginx", "--image=nginx", "-n", namespace);
        Patience.until(
                () -> described(bed).contains("ErrImagePull"),
                () -> described(bed));
        assertTrue(described(bed).contains("container \"nginx\": expected a command to run as a process, got only image"
                + " \"nginx\", and this node has no images"), () -> described(bed));
    }

    @Test
    void aJobIsDoneWhenItsProcessIs(TestBed bed) {
        bed.kubectl("create", "configmap", "words", "--from-literal=word=$(all) is well", "-n", namespace);
        apply(bed, """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: work}
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      containers:
                      - name: work
                        image: none
                        command: [sh, -c, 'echo "$WORD"']
                        env: [{name: WORD, valueFrom: {configMapKeyRef: {name: words, key: word}}}]
                """);
        var done = bed.kubectl("wait", "--for=condition=complete", "job/work", "-n", namespace, "--timeout=60s");
        assertEquals(0, done.status(), () -> done.output() + described(bed));
        assertEquals("$(all) is well\n", bed.kubectl("logs", "job/work", "-n", namespace).output());
    }

    @Test
    void whoFollowsALogGetsItAsItIsWritten(TestBed bed) {
        apply(bed, """
                apiVersion: v1
                kind: Pod
                metadata: {name: talker}
                spec:
                  restartPolicy: Never
                  containers:
                  - {name: talker, image: none, command: [sh, -c, 'echo one; sleep 3; echo two']}
                """);
        var running = bed.kubectl("wait", "pod/talker", "-n", namespace, "--for=condition=Ready", "--timeout=60s");
        assertEquals(0, running.status(), () -> running.output() + described(bed));
        assertEquals("one\ntwo\n", bed.kubectl("logs", "--follow", "talker", "-n", namespace).output());
        var before = bed.kubectl("logs", "--previous", "talker", "-n", namespace).output();
        assertTrue(before.contains("previous terminated container \"talker\" in pod \"talker\" not found"), before);
    }

    @Test
    void aPortOfAPodIsForwardedToThisMachine(TestBed bed) throws IOException, InterruptedException {
        apply(bed, deployment(1, value("GREETING", "good evening")));
        ready(bed, 1);
        var kubectl = new ProcessBuilder(
                        "kubectl", "--kubeconfig", bed.controlPlane().kubeconfig(User.ADMIN).toString(), "port-forward",
                        "-n", namespace, "service/web", ":80")
                .redirectErrorStream(true)
                .start();
        try (var said = kubectl.inputReader(StandardCharsets.UTF_8)) {
            var line = said.readLine();
            assertTrue(line.matches("Forwarding from 127\\.0\\.0\\.1:\\d+ -> 8000"), line);
            var url = URI.create("http://" + line.split(" ")[2] + "/");
            for (int connection = 0; connection < 5; connection++) {
                try (var http = HttpClient.newHttpClient()) {
                    var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20)).build();
                    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                    assertEquals("good evening", answer.body());
                }
            }
        } finally {
            kubectl.destroy();
        }
    }

    @Test
    void aCommandRunsInAContainerWithItsStreamsAndItsStatus(TestBed bed) {
        apply(bed, """
                apiVersion: v1
                kind: Pod
                metadata: {name: sleeper}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                  - {name: sleeper, image: none, command: [sleep, "600"], env: [{name: WORD, value: deep}]}
                """);
        var running = bed.kubectl("wait", "pod/sleeper", "-n", namespace, "--for=condition=Ready", "--timeout=60s");
        assertEquals(0, running.status(), () -> running.output() + described(bed));
        var command = new String[] {"exec", "-i", "sleeper", "-n", namespace, "--", "sh", "-c",
                "read first; echo $WORD $first; wc -c; echo oh >&2; exit 3"};
        var answer = bed.kubectl(User.ADMIN, "sleep\n" + "x".repeat(100_000), command);
        assertEquals(3, answer.status(), answer::output);
        assertTrue(answer.output().matches("(?s)deep sleep\n.*") && answer.output().contains("100000\n")
                && answer.output().contains("oh\n"), answer::output);
        var large = bed.kubectl("exec", "sleeper", "-n", namespace, "--", "seq", "200000");
        assertEquals(0, large.status());
        assertEquals(200_000, large.output().lines().count());
        var missing = bed.kubectl("exec", "sleeper", "-n", namespace, "--", "no-such-program");
        assertTrue(missing.status() != 0 && missing.output().contains("expected a program"), missing::output);
        var elsewhere = bed.kubectl("exec", "sleeper", "-c", "other", "-n", namespace, "--", "true");
        assertTrue(elsewhere.output().contains("container other is not valid for pod sleeper"), elsewhere::output);
    }

    @Test
    void theLogOfARunBeforeAndTheTimesOfItsLinesAreKept(TestBed bed) throws InterruptedException {
        apply(bed, """
                apiVersion: v1
                kind: Pod
                metadata: {name: failing}
                spec:
                  containers:
                  - name: failing
                    image: none
                    command: [sh, -c, 'if [ -e "$0" ]; then echo second; sleep 5; echo late; exec sleep 600; fi;
                      touch "$0"; echo first; exit 3', "%s"]
                """.formatted(bed.folder().resolve(namespace + ".ran")));
        Patience.until(
                () -> bed.kubectl("logs", "failing", "-n", namespace).output().equals("second\nlate\n"),
                () -> bed.kubectl("logs", "failing", "-n", namespace).output() + described(bed));
        assertEquals("first\n", bed.kubectl("logs", "--previous", "failing", "-n", namespace).output());
        var lines = bed.kubectl("logs", "--timestamps", "failing", "-n", namespace).output().lines().toList();
        assertTrue(lines.getFirst().endsWith("Z second") && lines.getLast().endsWith("Z late"), lines::toString);
        var apart = Duration.between(
                Instant.parse(lines.getFirst().split(" ")[0]), Instant.parse(lines.getLast().split(" ")[0]));
        assertTrue(apart.toMillis() >= 3_500 && apart.toMillis() < 20_000, lines::toString);
        assertEquals("late\n", bed.kubectl("logs", "failing", "-n", namespace,
                "--since-time=" + Instant.parse(lines.getLast().split(" ")[0]).minusSeconds(2)).output());
        assertEquals("second\nlate\n", bed.kubectl("logs", "failing", "-n", namespace, "--since=1h").output());
    }

    @Test
    void whatHappensWhileTheApiServerIsAwayIsTellableAfterwards() throws InterruptedException {
        try (var bed = TestBed.start(settings -> settings)) {
            namespace = "default";
            bed.node();
            apply(bed, deployment(1, ""));
            ready(bed, 1);
            var id = container(pods(bed).getFirst()).getContainerID();
            bed.controlPlane().part(Part.API_SERVER).stop();
            ProcessHandle.of(Long.parseLong(id.substring("process://".length()))).orElseThrow().destroyForcibly();
            Patience.until(
                    () -> bed.node().pods().stream().anyMatch(pod -> pod.restarts() == 1 && pod.ready()),
                    () -> bed.node().pods() + "");
            bed.controlPlane().part(Part.API_SERVER).start();
            Patience.until(
                    () -> container(pods(bed).getFirst()).getRestartCount() == 1
                            && container(pods(bed).getFirst()).getReady(),
                    () -> described(bed));
            bed.kubectl("scale", "deployment/web", "--replicas=2");
            ready(bed, 2);
        }
    }

    @Test
    void itsUsageIsMeasuredAsAKubeletDoes(TestBed bed) throws InterruptedException {
        apply(bed, deployment(1, ""));
        ready(bed, 1);
        var pod = pods(bed).getFirst().getMetadata().getName();
        var labels = "{container=\"web\",namespace=\"" + namespace + "\",pod=\"" + pod + "\"} ";
        Patience.until(
                () -> metrics(bed).contains("container_cpu_usage_seconds_total" + labels)
                        && metrics(bed).contains("container_memory_working_set_bytes" + labels),
                () -> metrics(bed));
        var unknown = bed.kubectl(TestBed.NOBODY, "", "get", "--raw", "/api/v1/nodes/bed/proxy/metrics/resource");
        assertTrue(unknown.output().contains("forbidden"), unknown::output);
    }

    private static String metrics(TestBed bed) {
        return bed.kubectl("get", "--raw", "/api/v1/nodes/" + TestBed.NODE + "/proxy/metrics/resource").output();
    }
}
