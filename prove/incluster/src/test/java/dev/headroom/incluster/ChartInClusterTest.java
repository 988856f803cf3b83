package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The chart before a real API server: its objects, and the operator under its account and with its arguments.
@ClusterTest
@Timeout(240)
class ChartInClusterTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> READS = Set.of("get", "list", "watch");
    private static final Pattern OWN_METRIC = Pattern.compile("headroom_(operator|kubernetes)_[a-z_]+");
    private static final String EXTERNAL = "v1beta1.external.metrics.k8s.io";

    @TempDir
    private static Path folder;

    private static TestBed bed;
    private static AuditLog audit;

    private final TaskSource tasks = new TaskSource();

    @BeforeAll
    static void controlPlane() throws IOException {
        var policy = folder.resolve("policy.yaml");
        var log = folder.resolve("audit.log");
        Files.writeString(policy, AuditLog.POLICY);
        Files.createFile(log);
        audit = new AuditLog(log);
        bed = TestBed.start(settings -> settings.hpaSyncPeriod(Duration.ofSeconds(1))
                .with(Part.API_SERVER, "--audit-policy-file=" + policy, "--audit-log-path=" + log));
        apply(Installation.CRDS.manifests());
        apply(Files.readString(Helm.ROOT.resolve("prove/incluster/src/test/resources/chart/monitoring.yaml")));
        Waiting.until(
                () -> bed.kubectl("get", "scaledobjects,servicemonitors,prometheusrules").status() == 0,
                () -> "the definitions are not served");
    }

    @AfterAll
    static void end() {
        bed.close();
    }

    @AfterEach
    void noMoreTasks() {
        tasks.close();
    }

    private static void apply(String manifests, String... more) {
        var arguments = new ArrayList<>(List.of("apply", "--server-side", "--warnings-as-errors", "-f", "-"));
        arguments.addAll(List.of(more));
        var answer = bed.kubectl(User.ADMIN, manifests, arguments.toArray(String[]::new));
        assertEquals(0, answer.status(), answer::output);
        assertFalse(answer.output().contains("Warning"), answer::output);
    }

    /// A namespace in which the API server warns of pods that are not as locked up as they can be.
    private static void strict(String namespace) {
        apply("""
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: %s
                  labels: {pod-security.kubernetes.io/warn: restricted, pod-security.kubernetes.io/enforce: restricted}
                """
                .formatted(namespace));
    }

    @ParameterizedTest
    @EnumSource
    void everyObjectIsAcceptedWithoutAWarning(ChartCase each) throws IOException {
        strict(each.namespace());
        var rendered = each.rendered(each.namespace());
        apply(rendered);
        apply(rendered);
        // What is kept for those without Helm can be applied as it is.
        apply(Files.readString(each.file()), "--force-conflicts");
        var deleted = bed.kubectl(User.ADMIN, rendered, "delete", "--wait=true", "--timeout=60s", "-f", "-");
        assertEquals(0, deleted.status(), deleted::output);
    }

    @Test
    void underItsOwnAccountAdapterModeDoesAllItsWork() throws IOException {
        var namespace = bed.namespace("shop");
        var installed = InstalledChart.of(bed, folder, "mode=adapter,metricsApis.external=true");
        int port = LoopbackProgram.freePort();
        installed.leadHere();
        var patched = bed.kubectl("patch", "apiservice", EXTERNAL, "--type=merge", "-p",
                "{\"spec\":{\"service\":{\"port\":" + port + "}}}");
        assertEquals(0, patched.status(), patched::output);
        apply(TaskSource.deployment("web", 1), "-n", namespace);
        apply(tasks.scaledObject("web", "web", ""), "-n", namespace);
        tasks.say(18);
        try (var operator = installed.operator(Map.of("--metrics-listen", port))) {
            operator.awaitActing();
            Waiting.until(
                    () -> get(namespace, "deployment", "web").path("spec").path("replicas").asInt(0) == 4,
                    () -> operator.said() + get(namespace, "hpa", "keda-hpa-web").path("status"));
            probed(installed, operator);
            measured(operator);
            tasks.say(0);
            Waiting.until(
                    () -> get(namespace, "deployment", "web").path("spec").path("replicas").asInt(-1) == 0,
                    operator::said);
            bed.kubectl("delete", "scaledobject", "web", "-n", namespace, "--timeout=20s");
            Waiting.until(() -> !get(namespace, "scaledobject", "web").has("spec"), operator::said);
            var lease = get(installed.namespace(), "lease", InstalledChart.NAME);
            assertTrue(lease.path("spec").hasNonNull("holderIdentity"), lease::toString);
            nothingWasForbidden(installed);
        } finally {
            bed.kubectl("delete", "apiservice", EXTERNAL);
        }
    }

    @Test
    void underItsOwnAccountAutoscalerModeDoesAllItsWork() {
        var namespace = bed.namespace("shop");
        var installed = InstalledChart.of(bed, folder, "mode=autoscaler,syncPeriod=1s");
        apply(TaskSource.deployment("web", 1), "-n", namespace);
        apply(tasks.scaledObject("web", "web", ""), "-n", namespace);
        tasks.say(18);
        try (var operator = installed.operator(Map.of())) {
            operator.awaitActing();
            Waiting.until(
                    () -> get(namespace, "deployment", "web").path("spec").path("replicas").asInt(0) == 4,
                    operator::said);
            tasks.say(0);
            Waiting.until(
                    () -> get(namespace, "deployment", "web").path("spec").path("replicas").asInt(-1) == 0,
                    operator::said);
        }
        nothingWasForbidden(installed);
    }

    @Test
    void underItsOwnAccountAShadowOnlyReads() {
        var namespace = bed.namespace("shop");
        var installed = InstalledChart.of(bed, folder, "mode=shadow,syncPeriod=1s");
        apply(TaskSource.deployment("web", 1), "-n", namespace);
        apply(tasks.scaledObject("web", "web", ""), "-n", namespace);
        apply(TaskSource.deployment("api", 1), "-n", namespace);
        assertEquals(0, bed.kubectl("autoscale", "deployment", "api", "-n", namespace, "--max=5").status());
        tasks.say(20);
        try (var operator = installed.operator(Map.of())) {
            Waiting.until(() -> operator.said().contains("acting as a shadow"), operator::said);
            probed(installed, operator);
            Waiting.until(
                    () -> InstalledChart.page(operator, "/metrics").contains("headroom_decisions_total{"),
                    operator::said);
            Waiting.rest(3_000);
            assertTrue(InstalledChart.page(operator, "/api/headroom/v1/shadow").contains(namespace), operator::said);
        }
        var asked = audit.of(installed.account());
        assertEquals(List.of(), asked.stream().filter(each -> !READS.contains(each.verb())).toList());
        nothingWasForbidden(installed);
    }

    private static void nothingWasForbidden(InstalledChart installed) {
        var asked = audit.of(installed.account());
        assertTrue(asked.size() > 10, asked::toString);
        assertEquals(List.of(), audit.forbidden(installed.account(), ""));
    }

    private static JsonNode get(String namespace, String kind, String name) {
        var answer = bed.kubectl("get", kind, name, "-n", namespace, "-o", "json");
        return answer.status() == 0 ? JSON.readTree(answer.output()) : JSON.createObjectNode();
    }

    /// Asks what the kubelet would ask.
    private static void probed(InstalledChart installed, OperatorProcess operator) {
        for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            var path = installed.container().path(probe).path("httpGet").path("path").asString("");
            assertEquals("ok\n", InstalledChart.page(operator, path), probe);
        }
    }

    /// What alerts and the dashboard ask about an operator is on its page.
    private static void measured(OperatorProcess operator) throws IOException {
        var page = InstalledChart.page(operator, "/metrics");
        for (var file : List.of("files/operator-alerts.yaml", "dashboards/headroom-operator.json")) {
            var names = OWN_METRIC.matcher(Files.readString(Helm.CHART.resolve(file)));
            while (names.find()) {
                assertTrue(page.contains("\n" + names.group() + " "), () -> names.group() + " is not in " + page);
            }
        }
    }
}
