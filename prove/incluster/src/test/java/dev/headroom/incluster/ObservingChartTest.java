package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.Part;
import dev.headroom.controlplane.User;
import dev.headroom.grafana.Dashboards;
import dev.headroom.testbed.ClusterTest;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The chart with everything in one: installed by Helm, its pod running on the node, behind its own Service and its own
/// APIServices.
@ClusterTest
@Timeout(240)
class ObservingChartTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String NAME = "scale-headroom";

    @TempDir
    private static Path folder;

    private static TestBed bed;
    private static AuditLog audit;
    private static String installed = "";
    private static InstalledPod operator;

    @BeforeAll
    static void install() throws IOException {
        var policy = folder.resolve("policy.yaml");
        var log = folder.resolve("audit.log");
        Files.writeString(policy, AuditLog.POLICY);
        Files.createFile(log);
        audit = new AuditLog(log);
        // Nobody routes virtual addresses here, so the API server asks the pods behind a Service directly.
        bed = TestBed.start(settings -> settings.hpaSyncPeriod(Duration.ofSeconds(1))
                .with(Part.API_SERVER, "--audit-policy-file=" + policy, "--audit-log-path=" + log,
                        "--enable-aggregator-routing=true"));
        bed.node();
        installed = bed.namespace("scaling");
        var values = Helm.ROOT.resolve("prove/incluster/src/test/resources/chart/observing.values.yaml");
        var helm = Helm.at(bed.controlPlane().kubeconfig(), "install", "scale", Helm.CHART.toString(), "-n", installed,
                "-f", values.toString());
        assertEquals(0, helm.status(), helm::output);
        operator = new InstalledPod(bed, installed, NAME, folder.resolve("pod"));
        operator.run();
    }

    @AfterAll
    static void end() {
        bed.close();
    }

    private static String kubectl(String... arguments) {
        var answer = bed.kubectl(arguments);
        assertEquals(0, answer.status(), answer::output);
        return answer.output();
    }

    private static void apply(String namespace, String manifest) {
        var answer = bed.kubectl(User.ADMIN, manifest, "apply", "-n", namespace, "-f", "-");
        assertEquals(0, answer.status(), answer::output);
    }

    /// Waits until `kubectl` answers so, and returns that.
    private static String answers(String pattern, String... arguments) {
        Waiting.until(
                () -> bed.kubectl(arguments).output().matches("(?s)" + pattern),
                () -> List.of(arguments) + "\n" + bed.kubectl(arguments).output() + operator.said());
        return kubectl(arguments);
    }

    /// What the Prometheus API behind the Service answers, through the API server's proxy.
    private static JsonNode asked(String path) {
        var proxy = "/api/v1/namespaces/" + installed + "/services/" + NAME + ":pages/proxy/api/v1/";
        return JSON.readTree(kubectl("get", "--raw", proxy + path)).path("data");
    }

    @Test
    void onePodScrapesAndFeedsTheAutoscalersAndKubectlTop() {
        var namespace = bed.namespace("shop");
        apply(namespace, ObservedCluster.slowService(
                "web", SlowProgram.class.getName(), "prometheus.io/scrape: \"true\", prometheus.io/port: \"8000\""));
        for (var api : List.of("v1beta1.external.metrics.k8s.io", "v1beta2.custom.metrics.k8s.io",
                "v1beta1.metrics.k8s.io")) {
            kubectl("wait", "apiservice", api, "--for=condition=Available", "--timeout=60s");
        }
        answers(".*\"describedObject\":\\{\"kind\":\"Pod\",\"namespace\":\"" + namespace
                        + "\",\"name\":\"web-[^\"]+\".*\"value\":\"97[45]\\d*[mu]\".*",
                "get", "--raw", "/apis/custom.metrics.k8s.io/v1beta1/namespaces/" + namespace
                        + "/pods/*/http_request_duration_p95");
        apply(namespace, """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: web}
                spec:
                  scaleTargetRef: {name: web}
                  minReplicaCount: 1
                  maxReplicaCount: 3
                  triggers:
                    - type: prometheus
                      metricType: Value
                      metadata:
                        serverAddress: http://prometheus-server.default.svc.cluster.local:80
                        query: |
                          histogram_quantile(0.95, sum by (le) (
                            rate(http_request_duration_seconds_bucket{namespace="%s"}[10s])))
                        threshold: "0.35"
                """.formatted(namespace));
        answers("3", "get", "deployment", "web", "-n", namespace, "-o", "jsonpath={.spec.replicas}");
        answers(".*web-\\S+ +\\d+m +[1-9]\\d*Mi.*", "top", "pods", "-n", namespace);
        answers(".*" + NAME + "-0 +\\d+m +[1-9]\\d*Mi.*", "top", "pods", "-n", installed);
        answers(".*bed +\\d+m +\\d+% .*", "top", "nodes");
        Waiting.until(
                () -> asked("query?query=count(up%7Bjob=%22pods%22,namespace=%22" + namespace + "%22%7D==1)")
                        .at("/result/0/value/1").asString("").equals("3"),
                () -> asked("targets") + operator.said());
        nothingWasForbidden();
    }

    /// The dashboard about the operator, asked of the operator; that about services is asked of a demo.
    @Test
    void everyPanelOfTheOperatorsDashboardHasSomethingToShow() {
        Waiting.until(() -> asked("query?query=count_over_time(headroom_operator_acting%5B1m%5D)>5")
                .path("result").size() == 1, () -> asked("targets") + operator.said());
        var empty = new TreeSet<String>();
        var dashboard = Dashboards.all().stream()
                .filter(each -> each.uid().equals("headroom-operator"))
                .findFirst()
                .orElseThrow();
        var now = Instant.now().getEpochSecond();
        dashboard.panels().flatMap(panel -> panel.queries().stream()).forEach(query -> {
            var text = URLEncoder.encode(dashboard.filled(query, "4s"), StandardCharsets.UTF_8);
            var path = "query_range?start=" + (now - 30) + "&end=" + now + "&step=1&query=" + text;
            if (asked(path).path("result").isEmpty()) {
                empty.add(query.expression());
            }
        });
        assertEquals(new TreeSet<>(), empty);
        nothingWasForbidden();
    }

    private static void nothingWasForbidden() {
        var account = "system:serviceaccount:" + installed + ":" + NAME;
        assertTrue(audit.of(account).size() > 10, () -> audit.of(account).toString());
        assertEquals(List.of(), audit.forbidden(account, ""));
    }
}
