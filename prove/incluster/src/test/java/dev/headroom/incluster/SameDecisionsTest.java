package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.User;
import dev.headroom.operator.Installation;
import dev.headroom.programs.LoopbackProgram;
import dev.headroom.testbed.ClusterTest;
import dev.headroom.testbed.TestBed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The cluster's HPA controller on what adapter mode serves, and Headroom in autoscaler mode, side by side: the same
/// objects in two namespaces, the same load, and every number of replicas that either has asked for.
@ClusterTest
@Timeout(240)
class SameDecisionsTest {

    private static final User HEADROOM = new User("headroom-operator", List.of("headroom"));
    private static final String THEIRS = "theirs";
    private static final String OURS = "ours";
    private static final Duration SYNC = Duration.ofSeconds(1);
    private static final Duration UP_WINDOW = Duration.ofSeconds(6);
    private static final Duration DOWN_WINDOW = Duration.ofSeconds(8);
    private static final JsonMapper JSON = new JsonMapper();

    /// Up by two or to twice as many in five seconds, whatever is more; down by three or by half in six, whatever is
    /// less; neither follows what lasts shorter than its window.
    private static final String BEHAVIOR = """
            advanced:
                horizontalPodAutoscalerConfig:
                  behavior:
                    scaleUp:
                      stabilizationWindowSeconds: %d
                      selectPolicy: Max
                      policies:
                      - {type: Pods, value: 2, periodSeconds: 5}
                      - {type: Percent, value: 100, periodSeconds: 5}
                    scaleDown:
                      stabilizationWindowSeconds: %d
                      selectPolicy: Min
                      policies:
                      - {type: Pods, value: 3, periodSeconds: 6}
                      - {type: Percent, value: 50, periodSeconds: 6}
            """
            .strip()
            .formatted(UP_WINDOW.toSeconds(), DOWN_WINDOW.toSeconds());

    @TempDir
    private static Path folder;

    private static TestBed bed;
    private static OperatorProcess adapter;
    private static OperatorProcess autoscaler;

    @BeforeAll
    static void bothWays() {
        bed = TestBed.start(settings -> settings.with(HEADROOM).hpaSyncPeriod(SYNC));
        bed.node();
        apply("", Installation.CRDS.manifests());
        apply("", Installation.RBAC.manifests());
        for (var namespace : List.of(THEIRS, OURS)) {
            kubectl("create", "namespace", namespace);
        }
        for (var role : List.of("headroom-adapter", "headroom-autoscaler", "headroom-lease", "headroom-serving",
                "headroom-certificate", "system:auth-delegator")) {
            kubectl("create", "clusterrolebinding", role.replace(':', '-'), "--clusterrole=" + role,
                    "--group=headroom");
        }
        kubectl("create", "rolebinding", "headroom", "-n", "kube-system",
                "--role=extension-apiserver-authentication-reader", "--group=headroom");
        int port = LoopbackProgram.freePort();
        apply("", service(port));
        adapter = operator("adapter", THEIRS, "--metrics-service", "headroom-metrics", "--metrics-listen",
                "127.0.0.1:" + port);
        autoscaler = operator("autoscaler", OURS, "--sync-period", SYNC.toSeconds() + "s");
        adapter.awaitActing();
        autoscaler.awaitActing();
        kubectl("wait", "--for=condition=Available", "apiservice", "--all", "--timeout=60s");
    }

    @AfterAll
    static void end() {
        Stream.of(adapter, autoscaler).filter(each -> each != null).forEach(OperatorProcess::close);
        bed.close();
    }

    private static String service(int port) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: headroom-metrics, namespace: theirs}
                spec: {type: ExternalName, externalName: localhost}
                ---
                apiVersion: apiregistration.k8s.io/v1
                kind: APIService
                metadata: {name: v1beta1.external.metrics.k8s.io}
                spec:
                  group: external.metrics.k8s.io
                  version: v1beta1
                  groupPriorityMinimum: 100
                  versionPriority: 100
                  service: {name: headroom-metrics, namespace: theirs, port: %d}
                """.formatted(port);
    }

    private static String kubectl(String... arguments) {
        var answer = bed.kubectl(arguments);
        assertEquals(0, answer.status(), answer::output);
        return answer.output();
    }

    private static void apply(String namespace, String manifest) {
        var answer = namespace.isEmpty()
                ? bed.kubectl(User.ADMIN, manifest, "apply", "-f", "-")
                : bed.kubectl(User.ADMIN, manifest, "apply", "-n", namespace, "-f", "-");
        assertEquals(0, answer.status(), answer::output);
    }

    private static OperatorProcess operator(String mode, String namespace, String... more) {
        var arguments = new ArrayList<>(List.of(
                "operator", "--kubeconfig", bed.controlPlane().kubeconfig(HEADROOM).toString(), "--identity", mode,
                "--lease-namespace", namespace, "--listen", "127.0.0.1:0", "--mode", mode, "--namespace", namespace));
        arguments.addAll(List.of(more));
        return new OperatorProcess(folder.resolve(mode + ".log"), arguments);
    }

    private static ReplicasOverTime watched(String namespace, String deployment) {
        return new ReplicasOverTime(bed.admin(), namespace, deployment);
    }

    /// What was told of changes of the replicas, in the order of the sizes.
    private static List<String> rescales(String namespace, String object) {
        return JSON.readTree(kubectl("get", "events", "-n", namespace, "-o", "json")).path("items").valueStream()
                .filter(each -> each.path("reason").asString("").equals("SuccessfulRescale"))
                .filter(each -> each.path("involvedObject").path("name").asString("").endsWith(object))
                .map(each -> each.path("message").asString("").replace(namespace, "NAMESPACE"))
                .distinct()
                .sorted()
                .toList();
    }

    private static void both(ReplicasOverTime theirs, ReplicasOverTime ours, int replicas) {
        Waiting.until(
                () -> theirs.now() == replicas && ours.now() == replicas,
                () -> replicas + " is not reached: controller " + theirs + ", Headroom " + ours);
    }

    /// Up in steps, past a peak and a dip that are too short to count, and down in steps.
    @Test
    void theSameTasksHaveTheSameReplicasOneAfterTheOther() {
        try (var tasks = new TaskSource()) {
            tasks.say(5);
            for (var namespace : List.of(THEIRS, OURS)) {
                apply(namespace, pods("tasks"));
                apply(namespace, tasks.scaledObject("tasks", "tasks", BEHAVIOR)
                        .replace("minReplicaCount: 0", "minReplicaCount: 1")
                        .replace("maxReplicaCount: 6", "maxReplicaCount: 12"));
            }
            try (var theirs = watched(THEIRS, "tasks"); var ours = watched(OURS, "tasks")) {
                Waiting.until(() -> !rescaled(THEIRS).isEmpty(), () -> adapter.said() + autoscaler.said());
                Waiting.rest(UP_WINDOW.toMillis());
                tasks.say(43);
                both(theirs, ours, 9);
                Waiting.rest(UP_WINDOW.toMillis());
                forAMoment(tasks, 60);
                Waiting.rest(UP_WINDOW.toMillis());
                forAMoment(tasks, 10);
                Waiting.rest(DOWN_WINDOW.toMillis());
                tasks.say(8);
                both(theirs, ours, 2);
                tasks.say(0);
                both(theirs, ours, 1);
                assertEquals(List.of(1, 3, 6, 9, 6, 3, 2, 1), theirs.sequence(), theirs::toString);
                assertEquals(theirs.sequence(), ours.sequence(), () -> theirs + " and " + ours);
                assertEquals(rescales(THEIRS, "tasks"), rescales(OURS, "tasks"));
                assertTrue(ours.shortest().plus(SYNC).compareTo(theirs.shortest()) >= 0, () -> theirs + " and " + ours);
            }
        }
    }

    private static void forAMoment(TaskSource tasks, int count) {
        tasks.say(count);
        Waiting.rest(2 * SYNC.toMillis());
        tasks.say(43);
    }

    private static String rescaled(String namespace) {
        return kubectl("get", "hpa", "-n", namespace, "-o", "jsonpath={.items[*].status.conditions[*].reason}");
    }

    /// Pods that run, and do nothing.
    private static String pods(String name) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers: [{name: sleep, image: none, command: ["/bin/sleep", "600"]}]
                """.formatted(name);
    }
}
