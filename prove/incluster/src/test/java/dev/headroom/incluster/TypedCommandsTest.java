package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.User;
import dev.headroom.model.Quantity;
import dev.headroom.programs.LoopbackProgram;
import dev.headroom.testbed.ClusterTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands that people type, as they type them, in a cluster to which their files were applied as they are. The
/// operator is their Prometheus, prometheus-adapter, KEDA and metrics-server at once; only its scraping is faster than
/// in their `prometheus.yml`.
@ClusterTest
@Timeout(240)
class TypedCommandsTest {

    private static final JsonMapper JSON = new JsonMapper();

    /// What their ScaledObjects call their Prometheus.
    private static final String PROMETHEUS = "http://prometheus-server.default.svc.cluster.local:80";

    private static final List<String> APIS = List.of(
            "v1beta1.custom.metrics.k8s.io",
            "v1beta2.custom.metrics.k8s.io",
            "v1beta1.external.metrics.k8s.io",
            "v1beta1.metrics.k8s.io");

    private static final String P95 =
            "kubectl get --raw \"/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/pods/*/"
                    + "http_request_duration_p95\" | jq .";

    private static final String EXTERNAL =
            "kubectl get --raw \"/apis/external.metrics.k8s.io/v1beta1/namespaces/default/s0-prometheus"
                    + "?labelSelector=scaledobject.keda.sh%2Fname%3Dinference-slo-scaler\"";

    private static final String KEYS =
            "kubectl get --raw /apis/custom.metrics.k8s.io/v1beta1/namespaces/ode/pods/redis_db_keys";

    private static final String TARGETS = "wget -qO- 'http://prometheus:9090/api/v1/targets' | jq"
            + " '.data.activeTargets[] | select(.labels.job==\"inference\") | {scrapeUrl, health, lastError}'";

    private static final String QUERY = "wget -qO- 'http://prometheus:9090/api/v1/query?query=histogram_quantile(0.95,"
            + "sum(rate(inference_latency_seconds_bucket[1m]))by(le))'";

    private static final String DESCRIBE = "kubectl describe hpa";

    @TempDir
    private static Path folder;

    private static ObservedCluster cluster;
    private static Shell shell;
    private static ForecastTraffic traffic;
    private static int port;
    private static Path mended;
    private static @Nullable OperatorProcess operator;
    private static Path rules = Path.of("");

    @BeforeAll
    static void theirFiles() {
        cluster = new ObservedCluster(folder, "adapter");
        shell = new Shell(cluster.bed().controlPlane().kubeconfig(User.ADMIN));
        cluster.apply("", ObservedCluster.MONITORING);
        cluster.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
        port = LoopbackProgram.freePort();
        cluster.serve(port, APIS);
        applied("", "inference-slo.yaml", "deployment.apps/inference created", "service/inference created");
        applied("", "ode-worker.yaml", "namespace/ode created", "deployment.apps/ode-worker created",
                "horizontalpodautoscaler.autoscaling/ode-worker created", "service/redis-exporter created");
        patched("default", "inference", PeoplesManifests.asProcess(
                "inference", "", "dev.headroom.cli.Main", "inference"));
        patched("ode", "redis-exporter", PeoplesManifests.asProcess(
                "redis-exporter",
                "{name: PORT, value: \"9121\"}, {name: PAGE, value: \"redis_db_keys{db=\\\"db0\\\"} 240\\n\"},",
                PageProgram.class.getName()));
        mended = mendedRules();
        cluster.kubectl("rollout", "status", "deployment/inference", "--timeout=180s");
        traffic = new ForecastTraffic(ofPods("{.items[*].status.podIP}"));
    }

    @AfterAll
    static void end() {
        if (traffic != null) {
            traffic.close();
        }
        if (operator != null) {
            operator.close();
        }
        cluster.close();
    }

    @AfterEach
    void nothingWasForbidden() {
        assertEquals(List.of(), cluster.refused());
    }

    /// As `kubectl apply` takes a file of theirs.
    private static void applied(String namespace, String name, String... said) {
        var where = namespace.isEmpty() ? "" : " -n " + namespace;
        var answer = shell.typed("kubectl apply" + where + " -f " + PeoplesManifests.file(name));
        for (var line : said) {
            assertTrue(answer.contains(line), answer);
        }
        assertFalse(answer.contains("Warning"), answer);
    }

    private static void patched(String namespace, String deployment, String patch) {
        cluster.kubectl("patch", "deployment", deployment, "-n", namespace, "--patch", patch);
    }

    /// Their rules with what `headroom check --fix` writes into them.
    private static Path mendedRules() {
        var copy = cluster.written("mended.yaml", PeoplesManifests.text("prometheus-adapter-values.yaml"));
        var check = shell.tried("'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp '"
                + System.getProperty("java.class.path") + "' dev.headroom.cli.Main check --fix " + copy);
        assertTrue(check.output().contains("4 of the suggested changes written"), check::output);
        return copy;
    }

    /// The operator with such rules, which scrapes what their `prometheus.yml` finds and evaluates their alerts.
    private static OperatorProcess operator(Path wanted) {
        if (operator == null || !rules.equals(wanted)) {
            if (operator != null) {
                operator.close();
            }
            var config = PeoplesManifests.text("prometheus-annotations.yml")
                            .replace("scrape_interval: 1m", "scrape_interval: 1s")
                            .replace("scrape_timeout: 10s", "scrape_timeout: 1s")
                            .replace("evaluation_interval: 1m", "evaluation_interval: 1s")
                    + "rule_files: [\"" + PeoplesManifests.file("alerts.yaml") + "\"]\n";
            var arguments = new ArrayList<>(ObservedCluster.serving(port));
            arguments.addAll(cluster.usage());
            arguments.addAll(List.of("--adapter", wanted.toString(), "--own-url", PROMETHEUS));
            rules = wanted;
            operator = cluster.operator("with-" + wanted.getFileName(), config, arguments.toArray(String[]::new));
            operator.awaitActing();
        }
        return Objects.requireNonNull(operator);
    }

    private static List<String> ofPods(String what) {
        var listed = cluster.kubectl("get", "pods", "-l", "app=inference", "-o", "jsonpath=" + what);
        return Stream.of(listed.split(" ")).sorted().toList();
    }

    private static JsonNode asked(OperatorProcess server, String path) {
        return cluster.ask(ObservingTest.url(server), path);
    }

    /// A line of theirs, whose server is called `prometheus` where they are.
    private static String toThis(String line, OperatorProcess server) {
        return line.replace("http://prometheus:9090", ObservingTest.url(server));
    }

    /// Waits until a line prints something, and returns that.
    private static String prints(String line, String pattern, OperatorProcess server) {
        Waiting.until(
                () -> shell.tried(line).output().matches("(?s)" + pattern),
                () -> line + "\n" + shell.tried(line).output() + server.said());
        return shell.typed(line);
    }

    /// What a query by hand says, as a range that its answers of the last half minute lie in.
    private static void isWhatAQuerySays(OperatorProcess server, String query, JsonNode item) {
        var now = Instant.now();
        var path = "/api/v1/query_range?step=1&start=" + now.minusSeconds(30).getEpochSecond() + "&end="
                + now.getEpochSecond() + "&query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        var seen = asked(server, path).path("result").path(0).path("values").valueStream()
                .mapToDouble(each -> Double.parseDouble(each.path(1).asString("")))
                .filter(Double::isFinite)
                .summaryStatistics();
        double value = Quantity.parse(item.path("value").asString("")).approximateDouble();
        assertTrue(
                value > 0 && value >= seen.getMin() * 0.8 && value <= seen.getMax() * 1.2,
                () -> query + ": expected within " + seen + ", got " + item);
    }

    @Test
    void theirRulesAsTheyAreAnswerWhatPrometheusAdapterAnswers() {
        var server = operator(PeoplesManifests.file("prometheus-adapter-values.yaml"));
        prints(P95 + " || true", "Error from server \\(NotFound\\): the server could not find the metric"
                + " http_request_duration_p95 for pods\n", server);
        // The path names a pod, and no metric of it.
        var keys = shell.tried(KEYS);
        assertEquals("Error from server (NotFound): the server could not find the requested resource\n", keys.output());
        prints(DESCRIBE + " ode-worker -n ode", ".*\"redis_db_keys\" on pods: +<unknown> / 100\n.*ScalingActive +False"
                + " +FailedGetPodsMetric .*the server could not find the metric redis_db_keys for pods\n.*", server);
    }

    @Test
    void theAutoscalerOnP95HasItsNumbersOnceTheirRulesAreMended() {
        var server = operator(mended);
        try {
            applied("", "inference-slo-hpa.yaml",
                    "servicemonitor.monitoring.coreos.com/inference-metrics created",
                    "prometheusrule.monitoring.coreos.com/inference-slo-rules created",
                    "horizontalpodautoscaler.autoscaling/inference-slo-hpa created");
            prints(DESCRIBE, """
                    .*"http_request_duration_p95" on pods: +\\d+[mu]? / 350m
                    .*"http_requests_in_flight" on pods: +\\d+m? / 10
                    .*resource cpu on pods [^:]*: +\\d+% \\(\\d+m\\) / 80%
                    .*ValidMetricFound.*""", server);
            var items = JSON.readTree(shell.typed(P95)).path("items");
            assertEquals(ofPods("{.items[*].metadata.name}"), items.valueStream()
                    .map(each -> each.path("describedObject").path("name").asString(""))
                    .sorted()
                    .toList());
            items.forEach(each -> isWhatAQuerySays(
                    server,
                    "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{pod=\""
                            + each.path("describedObject").path("name").asString("") + "\"}[4m])))",
                    each));
            listedAndWatched();
            rulesAreEvaluated(server);
        } finally {
            shell.tried("kubectl delete -f " + PeoplesManifests.file("inference-slo-hpa.yaml"));
        }
    }

    private static void listedAndWatched() {
        // Without a name it is a list, which has no status; they mean one of them.
        assertEquals("null\n", shell.typed("kubectl get hpa -o json | jq .status.currentMetrics"));
        var metrics = JSON.readTree(
                shell.typed("kubectl get hpa inference-slo-hpa -o json | jq .status.currentMetrics"));
        assertEquals("http_request_duration_p95", metrics.at("/0/pods/metric/name").asString(""));
        assertTrue(metrics.at("/2/resource/current/averageUtilization").asInt(0) > 0, metrics::toString);
        var lines = shell.watched("kubectl get hpa -w", seen -> seen.size() >= 3);
        assertTrue(
                lines.getFirst().matches("NAME +REFERENCE +TARGETS +MINPODS +MAXPODS +REPLICAS +AGE"),
                lines::toString);
        assertTrue(
                lines.getLast().matches("inference-slo-hpa +Deployment/inference +\\d+[mu]?/350m, \\d+m?/10"
                        + " \\+ 1 more\\.\\.\\. +3 +20 +\\d+ .*"),
                lines::toString);
    }

    /// Those of the PrometheusRule and those of the file.
    private static void rulesAreEvaluated(OperatorProcess server) {
        Waiting.until(
                () -> asked(server, "/api/v1/query?query=http_request_duration_p95:pod").path("result").size() == 3,
                () -> asked(server, "/api/v1/rules") + server.said());
        var evaluated = asked(server, "/api/v1/rules").toString();
        for (var alert : List.of("InferenceLatencySLOBreach", "InferenceHighErrorRate", "PrometheusTargetDown",
                "KEDAMetricUnavailable")) {
            assertTrue(evaluated.contains("\"name\":\"" + alert + "\""), evaluated);
        }
        assertFalse(evaluated.contains("\"health\":\"err\""), evaluated);
    }

    @Test
    void aScaledObjectIsFedFromTheirPrometheusUnderItsName() {
        var server = operator(mended);
        try {
            applied("", "inference-slo-scaler.yaml", "scaledobject.keda.sh/inference-slo-scaler created");
            var external = prints(EXTERNAL, ".*\"metricName\":\"s0-prometheus\".*\"value\":\"[1-9]\\d*m\".*", server);
            isWhatAQuerySays(
                    server,
                    "histogram_quantile(0.95, sum(rate(inference_latency_seconds_bucket[5m])) by (le))",
                    JSON.readTree(external).at("/items/0"));
            prints("kubectl get scaledobject", "NAME +SCALETARGETKIND +SCALETARGETNAME +MIN +MAX +READY +ACTIVE .*\n"
                    + "inference-slo-scaler +apps/v1.Deployment +inference +3 +20 +True .*prometheus,cpu,memory.*",
                    server);
            prints(DESCRIBE, """
                    .*"s0-prometheus" \\(target average value\\): +\\d+m / 500m
                    .*"s1-prometheus" \\(target average value\\): +0 / 20
                    .*resource memory on pods [^:]*: +\\d+% \\(\\d+Ki\\) / 80%
                    .*""", server);
            var top = shell.typed("kubectl top pods");
            ofPods("{.items[*].metadata.name}")
                    .forEach(pod -> assertTrue(top.matches("(?s).*" + pod + " +\\d+m +[1-9]\\d*Mi .*"), top));
            prints("kubectl get events --sort-by=.lastTimestamp",
                    ".*KEDAScalersStarted +scaledobject/inference-slo-scaler +Scaler prometheus is built.*", server);
            applied("", "inference-slo-scaler-tuned.yaml", "scaledobject.keda.sh/inference-slo-scaler configured");
            prints(DESCRIBE, ".*\"s0-prometheus\" \\(target average value\\): +\\d+m / 350m\n.*", server);
        } finally {
            shell.tried("kubectl delete scaledobject inference-slo-scaler --timeout=60s");
        }
    }

    @Test
    void whatIsAskedOfTheirPrometheusIsAnswered() {
        var server = operator(mended);
        var target = """
                \\{
                  "scrapeUrl": "http://198\\.\\d+\\.\\d+\\.\\d+:8000/prometheus",
                  "health": "up",
                  "lastError": ""
                }
                """;
        prints(toThis(TARGETS, server), "(" + target + "){3}", server);
        prints(toThis(QUERY, server), "\\{\"status\":\"success\",\"data\":\\{\"resultType\":\"vector\","
                + "\"result\":\\[\\{\"metric\":\\{},\"value\":\\[[0-9.]+,\"0\\.\\d+\"]}]}}", server);
    }

    @Test
    void aPodTellsItsLatencies() {
        var page = forwarded("kubectl port-forward svc/inference :8000", here -> shell.typed(
                "curl localhost:8000/metrics | grep http_request_duration".replace("localhost:8000", here)));
        assertTrue(page.matches("(?s).*http_request_duration_seconds_bucket\\{[^}]*le=\"0\\.35\"[^}]*} [1-9].*"), page);
    }

    /// What is done while a port is forwarded to this machine, to one that is free.
    private static String forwarded(String line, Function<String, String> meanwhile) {
        var page = new AtomicReference<>("");
        shell.watched(line, lines -> {
            var start = "Forwarding from ";
            if (lines.getLast().startsWith(start)) {
                page.set(meanwhile.apply(lines.getLast().substring(start.length()).split(" ")[0]));
            }
            return !page.get().isEmpty();
        });
        return page.get();
    }

    @Test
    void theFirstGenerationIsScaledOnItsProcessor() {
        var server = operator(mended);
        var namespace = cluster.bed().namespace("first");
        applied(namespace, "inference.yaml", "deployment.apps/inference created", "service/inference created");
        applied(namespace, "inference-hpa-cpu.yaml", "horizontalpodautoscaler.autoscaling/inference created");
        patched(namespace, "inference", PeoplesManifests.asProcess(
                "inference",
                "{name: PORT, value: \"8000\"}, {name: PAGE, value: \"inference_queue_len 0\\n\"},",
                PageProgram.class.getName()));
        try {
            prints(DESCRIBE + " -n " + namespace, ".*resource cpu on pods [^:]*: +\\d+% \\(\\d+m\\) / 70%\n.*", server);
            assertEquals(2, cluster.replicas(namespace, "inference"));
        } finally {
            shell.tried("kubectl delete namespace --wait=false " + namespace);
        }
    }
}
