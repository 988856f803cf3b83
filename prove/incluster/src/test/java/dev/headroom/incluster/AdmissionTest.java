package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.Part;
import dev.headroom.controlplane.User;
import dev.headroom.operator.Installation;
import dev.headroom.programs.LoopbackProgram;
import dev.headroom.testbed.ClusterTest;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What people who type `kubectl apply` are told by the webhook of the chart, under its role, before a real API server.
@ClusterTest
@Timeout(240)
class AdmissionTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONFIGURATION = "validatingwebhookconfiguration";
    private static final String BUNDLE = "jsonpath={.webhooks[0].clientConfig.caBundle}";

    @TempDir
    private static Path folder;

    private static TestBed bed;
    private static AuditLog audit;
    private static InstalledChart chart;
    private static OperatorProcess operator;
    private static int port;

    private final TaskSource tasks = new TaskSource();
    private String namespace = "";

    @BeforeAll
    static void controlPlane() throws IOException {
        var policy = folder.resolve("policy.yaml");
        var log = folder.resolve("audit.log");
        Files.writeString(policy, AuditLog.POLICY);
        Files.createFile(log);
        audit = new AuditLog(log);
        bed = TestBed.start(settings -> settings.hpaSyncPeriod(Duration.ofSeconds(1))
                .with(Part.API_SERVER, "--audit-policy-file=" + policy, "--audit-log-path=" + log));
        assertEquals(0, bed.kubectl(User.ADMIN, Installation.CRDS.manifests(), "apply", "-f", "-").status());
        chart = InstalledChart.of(bed, folder, "mode=adapter,admission.enabled=true,admission.scrapeInterval=1m");
        chart.leadHere();
        port = LoopbackProgram.freePort();
        var patched = bed.kubectl("patch", CONFIGURATION, InstalledChart.NAME, "--type=json", "-p",
                "[{\"op\":\"replace\",\"path\":\"/webhooks/0/clientConfig/service/port\",\"value\":" + port + "}]");
        assertEquals(0, patched.status(), patched::output);
        Waiting.until(
                () -> bed.kubectl("get", "scaledobjects,triggerauthentications,clustertriggerauthentications")
                                .status()
                        == 0,
                () -> "the definitions are not served");
        operator = chart.operator(Map.of("--admission-listen", port));
    }

    @AfterAll
    static void nothingWasForbidden() {
        operator.end();
        assertTrue(audit.of(chart.account()).size() > 10);
        assertEquals(List.of(), audit.forbidden(chart.account(), ""));
        bed.close();
    }

    @BeforeEach
    void ownNamespace() {
        namespace = bed.namespace("shop");
    }

    @AfterEach
    void noMoreTasks() {
        tasks.close();
    }

    /// Until the API server asks the operator, which is started when none runs.
    private void judging() {
        if (!operator.isRunning()) {
            operator = chart.operator(Map.of("--admission-listen", port));
        }
        Waiting.until(() -> apply(latency("probe", "[5m]", ""), "--dry-run=server").status() != 0, operator::said);
    }

    private TestBed.Answer apply(String manifest, String... more) {
        var arguments = new ArrayList<>(List.of("apply", "-n", namespace, "-f", "-"));
        arguments.addAll(List.of(more));
        return bed.kubectl(User.ADMIN, manifest, arguments.toArray(String[]::new));
    }

    private String applied(String manifest) {
        var answer = apply(manifest);
        assertEquals(0, answer.status(), answer::output);
        return answer.output();
    }

    private String refused(String manifest) {
        var answer = apply(manifest);
        assertNotEquals(0, answer.status(), answer::output);
        return answer.output();
    }

    private JsonNode get(String kind, String name) {
        var answer = bed.kubectl("get", kind, name, "-n", namespace, "-o", "json");
        return answer.status() == 0 ? JSON.readTree(answer.output()) : JSON.createObjectNode();
    }

    /// An autoscaler of the Deployment `web` on its latency.
    ///
    /// @param more of its trigger: `metricType: Value`
    private static String latency(String name, String window, String more) {
        return """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: %s}
                spec:
                  scaleTargetRef: {name: web}
                  minReplicaCount: 1
                  maxReplicaCount: 9
                  fallback: {failureThreshold: 3, replicas: 4}
                  triggers:
                    - type: prometheus
                      %s
                      metadata:
                        serverAddress: http://127.0.0.1:9
                        query: histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket%s)))
                        threshold: "0.35"
                        ignoreNullValues: "false"
                """
                .formatted(name, more, window);
    }

    @Test
    void whatWouldGoWrongIsRefusedInTheWordsOfCheck() {
        applied(TaskSource.deployment("web", 1));
        judging();
        var said = refused(latency("web", "[1m]", ""));
        assertEquals(
                """
                Error from server: error when creating "STDIN": admission webhook "check.headroom.dev" denied the\
                 request: 2 errors
                  spec.triggers[0].metadata.query: trigger 0 of ScaledObject NS/web: expected a window of at least\
                 2m, two scrape intervals of 1m (the operator's --admission-scrape-interval), got [1m]: it holds one\
                 sample, so rate is empty, and KEDA reads an empty answer as 0; use [4m], four intervals\
                 [rate-window]
                  spec.triggers[0].type: trigger 0 of ScaledObject NS/web: expected metricType: Value for a\
                 quantile, got none, and AverageValue is KEDA's default: the value is divided by the number of\
                 replicas before it is compared with 0.35, so that the more replicas run, the worse it may become;\
                 write metricType: Value [metric-type]
                (where this is meant: annotation check.headroom.dev/ignore: "rate-window metric-type")
                """.replace("NS", namespace),
                said);
        assertFalse(get("scaledobject", "web").has("spec"));
        // What it says to do is what helps.
        var good = applied(latency("web", "[4m]", "metricType: Value"));
        assertEquals("scaledobject.keda.sh/web created\n", good);
        Waiting.until(() -> get("hpa", "keda-hpa-web").has("spec"), operator::said);
        var counted = InstalledChart.page(operator, "/metrics");
        assertTrue(counted.contains("headroom_admission_reviews_total{result=\"malformed\"} 0.0"), counted);
    }

    @Test
    void whatIsDoubtfulIsStoredAndPrintedAsWarnings() {
        judging();
        var said = applied(latency("web", "[4m]", "metricType: Value")
                        .replace("ignoreNullValues: \"false\"", "timeout: \"1000\"")
                        .replaceFirst("  fallback: .*\n", ""))
                .lines()
                .toList();
        assertEquals("scaledobject.keda.sh/web created", said.getLast());
        var warnings = said.subList(0, said.size() - 1);
        assertTrue(warnings.stream().allMatch(each -> each.startsWith("Warning: ")), said::toString);
        assertTrue(warnings.stream().allMatch(each -> each.length() <= "Warning: ".length() + 256), said::toString);
        var words = String.join(" ", warnings);
        assertTrue(words.contains("spec.triggers[0].metadata.query: trigger 0 of ScaledObject " + namespace + "/web:"
                + " expected ignoreNullValues: \"false\""), words);
        assertTrue(words.contains("[empty-as-zero]"), words);
        assertTrue(words.contains("spec.scaleTargetRef.name: ScaledObject " + namespace + "/web: expected Deployment "
                + namespace + "/web in the cluster, got none"), words);
        Waiting.until(() -> get("scaledobject", "web").path("metadata").has("finalizers"), operator::said);
    }

    /// Stored while no operator answers, which is what failurePolicy Ignore is for.
    @Test
    void whatIsStoredWithAFaultIsNotHeldByIt() {
        operator.end();
        applied(TaskSource.deployment("web", 1));
        assertEquals("scaledobject.keda.sh/web created\n", applied(latency("web", "[1m]", "")));
        judging();
        var object = List.of("scaledobject", "web", "-n", namespace);
        assertEquals("scaledobject.keda.sh/web annotated\n", kubectl("annotate", object, "team=ml"));
        var changed = applied(latency("web", "[1m]", "").replace("maxReplicaCount: 9", "maxReplicaCount: 8"));
        assertTrue(changed.startsWith("Warning: spec.triggers[0].metadata.query: "), changed);
        assertTrue(changed.endsWith("scaledobject.keda.sh/web configured\n"), changed);
        var worse = refused(latency("web", "[1m]", "").replace("minReplicaCount: 1", "minReplicaCount: 20"));
        assertTrue(worse.contains("1 error\n  spec.minReplicaCount: "), worse);
        // The operator's finalizer goes first, an update of an object with faults.
        Waiting.until(() -> get("scaledobject", "web").path("metadata").has("finalizers"), operator::said);
        kubectl("delete", object, "--timeout=60s");
        assertFalse(get("scaledobject", "web").has("spec"));
    }

    private static String kubectl(String verb, List<String> object, String more) {
        var arguments = new ArrayList<>(List.of(verb));
        arguments.addAll(object);
        arguments.add(more);
        var answer = bed.kubectl(arguments.toArray(String[]::new));
        assertEquals(0, answer.status(), answer::output);
        return answer.output();
    }

    @Test
    void aSecondAutoscalerOfATargetIsRefusedFromBothSides() {
        applied(TaskSource.deployment("web", 1));
        applied(TaskSource.deployment("api", 1));
        judging();
        applied(tasks.scaledObject("web", "web", ""));
        Waiting.until(() -> get("hpa", "keda-hpa-web").has("spec"), operator::said);
        Waiting.until(
                () -> bed.kubectl("autoscale", "deployment", "web", "-n", namespace, "--max=5", "--dry-run=server")
                                .status()
                        != 0,
                operator::said);
        var second = bed.kubectl("autoscale", "deployment", "web", "-n", namespace, "--max=5");
        assertTrue(
                second.output().contains("denied the request: 1 error\n  spec.scaleTargetRef.name:"
                        + " HorizontalPodAutoscaler NS/web: expected Deployment NS/web to have one autoscaler, got"
                                .replace("NS", namespace)
                        + " ScaledObject NS/web (in the cluster), too".replace("NS", namespace)),
                second::output);

        assertEquals(0, bed.kubectl("autoscale", "deployment", "api", "-n", namespace, "--max=5").status());
        Waiting.until(
                () -> apply(tasks.scaledObject("api", "api", ""), "--dry-run=server").status() != 0, operator::said);
        var refused = refused(tasks.scaledObject("api", "api", ""));
        assertTrue(refused.contains("got HorizontalPodAutoscaler " + namespace + "/api (in the cluster), too"),
                refused);
        // It is gone for the webhook in the moment in which it is gone.
        assertEquals(0, bed.kubectl("delete", "hpa", "api", "-n", namespace).status());
        applied(tasks.scaledObject("api", "api", ""));
    }

    /// Somebody lost the Secret, and somebody wrote the configuration anew: both are mended within a round.
    @Test
    void anotherCertificateIsBelievedAsSoonAsItIsPresented() {
        judging();
        var before = bed.kubectl("get", CONFIGURATION, InstalledChart.NAME, "-o", BUNDLE).output();
        assertFalse(before.isBlank());
        var secret = bed.kubectl(
                "delete", "secret", InstalledChart.NAME + "-admission", "-n", chart.namespace());
        assertEquals(0, secret.status(), secret::output);
        var emptied = bed.kubectl("patch", CONFIGURATION, InstalledChart.NAME, "--type=json", "-p",
                "[{\"op\":\"remove\",\"path\":\"/webhooks/0/clientConfig/caBundle\"}]");
        assertEquals(0, emptied.status(), emptied::output);
        Waiting.until(
                () -> !bed.kubectl("get", CONFIGURATION, InstalledChart.NAME, "-o", BUNDLE).output().isBlank(),
                operator::said);
        var after = bed.kubectl("get", CONFIGURATION, InstalledChart.NAME, "-o", BUNDLE).output();
        assertNotEquals(before, after);
        Waiting.until(() -> apply(latency("web", "[5m]", ""), "--dry-run=server").status() != 0, operator::said);
    }
}
