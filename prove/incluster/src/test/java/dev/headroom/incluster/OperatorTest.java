package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.Part;
import dev.headroom.controlplane.User;
import dev.headroom.testbed.ClusterTest;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The operator as a process before a real API server, as a user that may do what its role says and nothing else.
@ClusterTest
@Timeout(240)
class OperatorTest {

    private static final User ONE = OperatorCluster.ONE;
    private static final User TWO = OperatorCluster.TWO;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static OperatorCluster cluster;
    private static TestBed bed;
    private static AuditLog audit;

    private final TaskSource tasks = new TaskSource();
    private String namespace = "";

    @BeforeAll
    static void controlPlane() {
        cluster = new OperatorCluster(folder);
        bed = cluster.bed();
        audit = cluster.audit();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @BeforeEach
    void ownNamespace() {
        namespace = bed.namespace("operator");
    }

    @AfterEach
    void noMoreTasks() {
        tasks.close();
    }

    private static void apply(String namespace, String manifest) {
        cluster.apply(namespace, manifest);
    }

    private OperatorProcess operator(User user, String mode, String... more) {
        var arguments = new ArrayList<>(List.of("--mode", mode, "--namespace", namespace));
        arguments.addAll(List.of(more));
        return new OperatorProcess(
                folder.resolve(user.name() + "-" + namespace + ".log"),
                bed.controlPlane().kubeconfig(user),
                user.name(),
                arguments.toArray(String[]::new));
    }

    private JsonNode get(String kind, String name) {
        return cluster.get(namespace, kind, name);
    }

    private int replicas(String deployment) {
        return cluster.replicas(namespace, deployment);
    }

    private String holder() {
        var path = "jsonpath={.spec.holderIdentity}";
        return bed.kubectl("get", "lease", "headroom-operator", "-n", "default", "-o", path).output();
    }

    private static String condition(JsonNode object, String type) {
        return OperatorCluster.condition(object, type);
    }

    @Test
    void adapterModeMakesUpdatesAndRemovesTheAutoscalerAndWakesTheTarget() {
        apply(namespace, TaskSource.deployment("web", 0));
        apply(namespace, tasks.scaledObject("web", "web", "advanced: {restoreToOriginalReplicaCount: true}"));
        try (var one = operator(ONE, "adapter")) {
            one.awaitActing();
            Waiting.until(() -> get("hpa", "keda-hpa-web").has("spec"), one::said);
            var hpa = get("hpa", "keda-hpa-web");
            assertEquals(6, hpa.path("spec").path("maxReplicas").asInt(0));
            assertEquals("keda-operator", hpa.path("metadata").path("labels").path("app.kubernetes.io/managed-by")
                    .asString(""));
            var owner = hpa.path("metadata").path("ownerReferences").path(0);
            assertEquals("ScaledObject", owner.path("kind").asString(""));
            tasks.say(12);
            Waiting.until(() -> replicas("web") == 1, () -> "asleep: " + get("scaledobject", "web").path("status"));
            Waiting.until(() -> condition(get("scaledobject", "web"), "Active").startsWith("True"), one::said);
            apply(namespace, tasks.scaledObject("web", "web", "idleReplicaCount: 0").replace("maxReplicaCount: 6",
                    "maxReplicaCount: 9").replace("minReplicaCount: 0", "minReplicaCount: 2"));
            Waiting.until(
                    () -> get("hpa", "keda-hpa-web").path("spec").path("maxReplicas").asInt(0) == 9, one::said);
            bed.kubectl("annotate", "scaledobject", "web", "-n", namespace, "autoscaling.keda.sh/paused-replicas=3");
            Waiting.until(() -> replicas("web") == 3 && !get("hpa", "keda-hpa-web").has("spec"), one::said);
            bed.kubectl("delete", "scaledobject", "web", "-n", namespace, "--timeout=20s");
            Waiting.until(() -> !get("scaledobject", "web").has("spec"), one::said);
            var events = bed.kubectl("get", "events", "-n", namespace).output();
            for (var reason : List.of("KEDAScaleTargetActivated", "ScaledObjectReady", "ScaledObjectPaused")) {
                assertTrue(events.contains(reason), events);
            }
            assertEquals(List.of(), audit.forbidden(ONE.name(), namespace));
        }
    }

    /// The whole path: our external metrics API, the aggregator, the cluster's HPA controller, a Deployment.
    @Test
    void theHpaControllerScalesOnWhatAdapterModeServes() {
        apply(namespace, TaskSource.deployment("web", 1));
        apply(namespace, tasks.scaledObject("web", "web", ""));
        tasks.say(18);
        int port = OperatorCluster.freePort();
        cluster.leadMetricsTo("default", port);
        try (var one = operator(
                ONE, "adapter", "--metrics-service", "headroom-metrics", "--metrics-listen", "127.0.0.1:" + port)) {
            one.awaitActing();
            Waiting.until(
                    () -> replicas("web") == 4,
                    () -> get("hpa", "keda-hpa-web").path("status") + one.said()
                            + bed.kubectl("describe", "apiservice", "v1beta1.external.metrics.k8s.io").output());
            var raw = bed.kubectl("get", "--raw", "/apis/external.metrics.k8s.io/v1beta1/namespaces/" + namespace
                    + "/s0-metric-api-tasks?labelSelector=scaledobject.keda.sh%2Fname%3Dweb");
            assertTrue(raw.output().contains("\"value\":\"18\""), raw.output());
            assertTrue(condition(get("hpa", "keda-hpa-web"), "ScalingActive").startsWith("True ValidMetricFound"));
            Waiting.until(
                    () -> condition(get("scaledobject", "web"), "HPAActive").startsWith("True"), one::said);
        } finally {
            bed.kubectl("delete", "apiservice", "v1beta1.external.metrics.k8s.io");
        }
    }

    /// A ScaledObject as people wrote it, and what KEDA makes of it.
    @Test
    void theAutoscalerOfAScaledObjectIsTheOneThatKedaMakes() throws IOException {
        var root = Path.of(System.getProperty("headroom.root", "../.."));
        apply(namespace, TaskSource.deployment("inference", 3));
        apply(namespace, Files.readString(root.resolve("examples/inference/scaledobject.yaml"))
                .replaceAll("(?m)^  namespace: .*\n", ""));
        try (var one = operator(ONE, "adapter")) {
            one.awaitActing();
            var written = JSON.readTree(bed.kubectl("get", "scaledobject", "-n", namespace, "-o", "json").output())
                    .path("items")
                    .path(0);
            var name = written.path("metadata").path("name").asString("");
            Waiting.until(() -> get("hpa", "keda-hpa-" + name).has("spec"), one::said);
            var hpa = get("hpa", "keda-hpa-" + name);
            var metadata = hpa.path("metadata");
            assertEquals(name, metadata.path("labels").path("app.kubernetes.io/part-of").asString(""));
            assertEquals("keda-hpa-" + name, metadata.path("labels").path("app.kubernetes.io/name").asString(""));
            assertEquals(name, metadata.path("labels").path("scaledobject.keda.sh/name").asString(""));
            assertTrue(metadata.path("annotations").has("kubectl.kubernetes.io/last-applied-configuration"));
            var owner = metadata.path("ownerReferences").path(0);
            assertEquals(written.path("metadata").path("uid"), owner.path("uid"));
            assertTrue(owner.path("controller").asBoolean(false) && owner.path("blockOwnerDeletion").asBoolean(false));
            var spec = hpa.path("spec");
            assertEquals(written.path("spec").path("maxReplicaCount"), spec.path("maxReplicas"));
            assertEquals(written.path("spec").path("triggers").size(), spec.path("metrics").size());
            var first = spec.path("metrics").path(0).path("external").path("metric");
            assertEquals("s0-prometheus", first.path("name").asString(""));
            var selected = first.path("selector").path("matchLabels");
            assertEquals(name, selected.path("scaledobject.keda.sh/name").asString(""));
            bed.kubectl("annotate", "scaledobject", name, "-n", namespace, "team=ml");
            Waiting.until(
                    () -> get("hpa", "keda-hpa-" + name).path("metadata").path("annotations").has("team"), one::said);
            assertEquals(1, get("hpa", "keda-hpa-" + name).path("metadata").path("ownerReferences").size());
        }
    }

    @Test
    void aSecondAutoscalerOfTheSameTargetIsRefusedInWords() {
        apply(namespace, TaskSource.deployment("web", 1));
        assertEquals(0, bed.kubectl("autoscale", "deployment", "web", "-n", namespace, "--max=5").status());
        apply(namespace, tasks.scaledObject("web", "web", ""));
        apply(namespace, tasks.scaledObject("xtwin", "web", ""));
        try (var one = operator(ONE, "adapter")) {
            one.awaitActing();
            Waiting.until(() -> condition(get("scaledobject", "web"), "Ready").startsWith("False"), one::said);
            assertTrue(
                    condition(get("scaledobject", "web"), "Ready").contains("already managed by the hpa 'web'"),
                    condition(get("scaledobject", "web"), "Ready"));
            assertFalse(get("hpa", "keda-hpa-web").has("spec"));
            bed.kubectl("delete", "hpa", "web", "-n", namespace);
            Waiting.until(() -> get("hpa", "keda-hpa-web").has("spec"), one::said);
            Waiting.until(() -> condition(get("scaledobject", "xtwin"), "Ready")
                    .contains("already managed by the ScaledObject 'web'"), () -> condition(
                    get("scaledobject", "xtwin"), "Ready"));
        }
    }

    @Test
    void nothingIsWrittenBesideARunningKeda() {
        var lease = """
                apiVersion: coordination.k8s.io/v1
                kind: Lease
                metadata: {name: operator.keda.sh, namespace: keda}
                spec: {holderIdentity: keda-operator-abc, leaseDurationSeconds: 3600, renewTime: "%s"}
                """
                .formatted(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.now()));
        apply("", lease);
        try {
            apply(namespace, TaskSource.deployment("web", 1));
            apply(namespace, tasks.scaledObject("web", "web", ""));
            int before = audit.writes(TWO.name()).size();
            try (var two = operator(TWO, "adapter")) {
                Waiting.until(() -> two.said().contains("KEDA's operator runs in this cluster"), two::said);
                Waiting.rest(3_000);
                assertEquals(before, audit.writes(TWO.name()).size());
                assertFalse(get("hpa", "keda-hpa-web").has("spec"));
            }
        } finally {
            bed.kubectl("delete", "lease", "operator.keda.sh", "-n", "keda");
        }
    }

    @Test
    void ofTwoOneActsAndAFrozenLeaderWritesNothingWhenItGoesOn() {
        apply(namespace, TaskSource.deployment("web", 0));
        apply(namespace, tasks.scaledObject("web", "web", ""));
        try (var one = operator(ONE, "adapter")) {
            one.awaitActing();
            Waiting.until(() -> get("hpa", "keda-hpa-web").has("spec"), one::said);
            try (var two = operator(TWO, "adapter")) {
                Waiting.until(() -> two.said().contains("the cluster is known"), two::said);
                tasks.say(3);
                Waiting.until(() -> replicas("web") == 1, one::said);
                assertEquals(0, audit.writes(TWO.name()).stream()
                        .filter(each -> each.path().contains(namespace)).count());
                one.freeze();
                tasks.say(0);
                two.awaitActing();
                var taken = Instant.now();
                assertEquals(TWO.name(), holder());
                Waiting.until(() -> replicas("web") == 0, two::said);
                bed.kubectl("patch", "scaledobject", "web", "-n", namespace, "--type=merge", "-p",
                        "{\"spec\":{\"maxReplicaCount\":8}}");
                Waiting.until(
                        () -> get("hpa", "keda-hpa-web").path("spec").path("maxReplicas").asInt(0) == 8, two::said);
                one.thaw();
                Waiting.until(() -> one.said().contains("not acting any more"), one::said);
                Waiting.rest(5_000);
                assertEquals(
                        List.of(),
                        audit.writes(ONE.name()).stream()
                                .filter(each -> each.path().contains(namespace))
                                .filter(each -> each.received().isAfter(taken))
                                .toList());
                assertEquals(TWO.name(), holder());
                two.end();
                Waiting.until(() -> holder().equals(ONE.name()), this::holder);
            }
        }
    }

    @Test
    void watchesGoOnWhenTheApiServerComesBack() {
        apply(namespace, TaskSource.deployment("web", 0));
        apply(namespace, tasks.scaledObject("web", "web", ""));
        try (var one = operator(ONE, "adapter")) {
            one.awaitActing();
            Waiting.until(() -> get("hpa", "keda-hpa-web").has("spec"), one::said);
            int lists = lists();
            bed.controlPlane().part(Part.API_SERVER).stop();
            Waiting.rest(2_000);
            bed.controlPlane().part(Part.API_SERVER).start();
            var back = Instant.now();
            bed.kubectl("patch", "scaledobject", "web", "-n", namespace, "--type=merge", "-p",
                    "{\"spec\":{\"maxReplicaCount\":7}}");
            Waiting.within(
                    back,
                    Duration.ofSeconds(15),
                    () -> get("hpa", "keda-hpa-web").path("spec").path("maxReplicas").asInt(0) == 7, one::said);
            tasks.say(1);
            Waiting.until(() -> replicas("web") == 1, one::said);
            assertTrue(lists() <= lists + 1, "one more list at most, where the server has forgotten the version");
        }
    }

    private int lists() {
        return (int) audit.of(ONE.name()).stream()
                .filter(each -> each.verb().equals("list")
                        && each.resource().equals("scaledobjects")
                        && each.path().contains(namespace))
                .count();
    }

    @Test
    void autoscalerModeWritesTheScaleSubresourceAndTheStatusOfTheObject() {
        apply(namespace, TaskSource.deployment("web", 1));
        apply(namespace, tasks.scaledObject("web", "web", ""));
        tasks.say(18);
        try (var one = operator(ONE, "autoscaler", "--sync-period", "1s")) {
            one.awaitActing();
            Waiting.until(() -> replicas("web") == 4, () -> get("scaledobject", "web").path("status") + one.said());
            assertFalse(get("hpa", "keda-hpa-web").has("spec"), "nobody else is to scale it");
            tasks.say(0);
            Waiting.until(() -> replicas("web") == 0, one::said);
            Waiting.until(() -> condition(get("scaledobject", "web"), "Active").startsWith("False"), one::said);
            var events = bed.kubectl("get", "events", "-n", namespace).output();
            assertTrue(events.contains("SuccessfulRescale"), events);
            assertTrue(events.contains("Decided"), events);
            assertEquals(List.of(), audit.forbidden(ONE.name(), namespace));
        }
    }

    @Test
    void autoscalerModeKeepsItsHandsOffWhatTheHpaControllerScales() {
        apply(namespace, TaskSource.deployment("web", 1));
        assertEquals(0, bed.kubectl("autoscale", "deployment", "web", "-n", namespace, "--max=5").status());
        Waiting.until(
                () -> get("hpa", "web").path("status").path("conditions").size() > 0,
                () -> "the HPA controller says nothing");
        bed.kubectl("annotate", "hpa", "web", "-n", namespace, "headroom.dev/autoscaler=headroom");
        try (var one = operator(ONE, "autoscaler", "--sync-period", "1s")) {
            one.awaitActing();
            Waiting.until(
                    () -> bed.kubectl("get", "events", "-n", namespace).output().contains("AutoscalerRefused"),
                    one::said);
            var events = bed.kubectl("get", "events", "-n", namespace).output();
            assertTrue(events.contains("the HPA controller of this cluster wrote the status"), events);
        }
    }

    @Test
    void aShadowWritesNothing() {
        apply(namespace, TaskSource.deployment("web", 1));
        apply(namespace, tasks.scaledObject("web", "web", ""));
        assertEquals(0, bed.kubectl("autoscale", "deployment", "web", "-n", namespace, "--max=5").status());
        tasks.say(20);
        try (var two = operator(TWO, "shadow", "--sync-period", "1s", "--data", folder.resolve("shadow").toString())) {
            Waiting.until(() -> two.said().contains("acting as a shadow"), two::said);
            Waiting.rest(4_000);
            assertEquals(1, replicas("web"));
            assertEquals(
                    List.of(),
                    audit.writes(TWO.name()).stream()
                            .filter(each -> each.path().contains(namespace))
                            .toList());
        }
    }
}
