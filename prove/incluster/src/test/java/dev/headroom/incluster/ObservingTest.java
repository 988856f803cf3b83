package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.Part;
import dev.headroom.programs.LoopbackProgram;
import dev.headroom.testbed.ClusterTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Operators that scrape in a real cluster, decide on that, and serve it, with the rights of their roles and no others.
@ClusterTest
@Timeout(240)
class ObservingTest {

    private static final String ANNOTATED = "prometheus.io/scrape: \"true\", prometheus.io/port: \"8000\"";

    /// As people run it, but that nobody waits for minutes.
    private static final String ANNOTATIONS = ObservedCluster.resource("manifests/prometheus-annotations.yml")
            .replace("scrape_interval: 1m", "scrape_interval: 1s")
            .replace("scrape_timeout: 10s", "scrape_timeout: 1s")
            .replace("evaluation_interval: 1m", "evaluation_interval: 1s");

    private static final String NOTHING = """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            """;

    private static final String P95_RULE = """
            rules:
              - seriesQuery: http_request_duration_seconds_bucket{namespace!="",pod!=""}
                resources:
                  overrides:
                    namespace: {resource: namespace}
                    pod: {resource: pod}
                name: {as: http_request_duration_p95}
                metricsQuery: |
                  histogram_quantile(0.95, sum by (<<.GroupBy>>, le) (
                    rate(<<.Series>>{<<.LabelMatchers>>,endpoint="/predict"}[10s])))
            """;

    private static final String SERVICE_MONITOR = """
            apiVersion: monitoring.coreos.com/v1
            kind: ServiceMonitor
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              endpoints: [{port: web, interval: 1s, scrapeTimeout: 1s}]
            """;

    private static final String AUTOSCALER = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web, annotations: {%s}}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              minReplicas: 1
              maxReplicas: 3
              metrics:
                - type: Pods
                  pods:
                    metric: {name: http_request_duration_p95}
                    target: {type: AverageValue, averageValue: 350m}
            """;

    @TempDir
    private static Path folder;

    private static ObservedCluster cluster;

    @BeforeAll
    static void controlPlane() {
        cluster = new ObservedCluster(folder, "autoscaler");
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    static String url(OperatorProcess operator) {
        var start = "pages at ";
        Waiting.until(() -> operator.said().contains(start), operator::said);
        return operator.said().lines()
                .filter(line -> line.contains(start))
                .map(line -> line.substring(line.indexOf(start) + start.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> targets(String server, String namespace) {
        return cluster.ask(server, "/api/v1/targets?state=active").path("activeTargets").valueStream()
                .filter(each -> each.path("labels").path("namespace").asString("").equals(namespace))
                .toList();
    }

    /// A trigger whose serverAddress is the operator itself.
    @Test
    void aPodFoundByItsAnnotationsDrivesAScaledObjectByItsP95() {
        var namespace = cluster.bed().namespace("observed");
        cluster.apply(namespace, ObservedCluster.slowService("web", SlowProgram.class.getName(), ANNOTATED));
        try (var operator = cluster.operator("scaledobject", ANNOTATIONS, "--namespace", namespace)) {
            operator.awaitActing();
            var url = url(operator);
            Waiting.until(
                    () -> targets(url, namespace).stream()
                            .anyMatch(each -> each.path("scrapePool").asString("").equals("kubernetes-pods")
                                    && each.path("health").asString("").equals("up")),
                    () -> cluster.ask(url, "/api/v1/targets") + operator.said());
            cluster.apply(namespace, """
                    apiVersion: keda.sh/v1alpha1
                    kind: ScaledObject
                    metadata: {name: web}
                    spec:
                      scaleTargetRef: {name: web}
                      pollingInterval: 1
                      minReplicaCount: 1
                      maxReplicaCount: 3
                      triggers:
                        - type: prometheus
                          metricType: Value
                          metadata:
                            serverAddress: %s
                            query: |
                              histogram_quantile(0.95, sum by (le) (
                                rate(http_request_duration_seconds_bucket{namespace="%s"}[10s])))
                            threshold: "0.35"
                    """.formatted(url, namespace));
            Waiting.until(() -> cluster.replicas(namespace, "web") == 3, operator::said);
            assertEquals(List.of(), cluster.refused());
        }
    }

    /// The controllers of the cluster rest meanwhile, of which one would decide, too.
    @Test
    void aHorizontalPodAutoscalerIsDecidedOnByTheP95ThatIsScraped() {
        var namespace = cluster.bed().namespace("decided");
        cluster.apply(namespace, ObservedCluster.slowService("web", SlowProgram.class.getName(), ANNOTATED));
        var adapter = cluster.written("adapter.yaml", P95_RULE).toString();
        var controllers = cluster.bed().controlPlane().part(Part.CONTROLLER_MANAGER);
        try (var operator =
                cluster.operator("hpa", ANNOTATIONS, "--namespace", namespace, "--adapter", adapter)) {
            operator.awaitActing();
            var url = url(operator);
            Waiting.until(() -> isScraped(url, namespace), operator::said);
            controllers.stop();
            try {
                cluster.apply(namespace, AUTOSCALER.formatted("headroom.dev/autoscaler: headroom"));
                Waiting.until(() -> cluster.replicas(namespace, "web") == 3, operator::said);
                cluster.kubectl("delete", "hpa", "web", "-n", namespace);
            } finally {
                controllers.start();
            }
            assertEquals(List.of(), cluster.refused());
        }
    }

    private static boolean isScraped(String url, String namespace) {
        return targets(url, namespace).stream()
                .anyMatch(each -> each.path("health").asString("").equals("up"));
    }

    /// What is scraped is served as custom metrics, on which the HPA controller of the cluster scales.
    @Test
    void theHpaControllerScalesOnTheP95ThatIsScrapedAndServed() {
        var namespace = cluster.bed().namespace("served");
        cluster.apply(namespace, ObservedCluster.slowService("web", SlowProgram.class.getName(), ANNOTATED));
        cluster.apply(namespace, AUTOSCALER.formatted(""));
        int port = LoopbackProgram.freePort();
        var services = List.of("v1beta1.custom.metrics.k8s.io", "v1beta2.custom.metrics.k8s.io");
        cluster.serve(port, services);
        var arguments = new ArrayList<>(ObservedCluster.serving(port));
        arguments.addAll(List.of("--adapter", cluster.written("served-adapter.yaml", P95_RULE).toString()));
        try (var operator = cluster.operator("served", ANNOTATIONS, arguments.toArray(String[]::new))) {
            operator.awaitActing();
            Waiting.until(
                    () -> cluster.replicas(namespace, "web") == 3,
                    () -> cluster.bed().kubectl("describe", "hpa", "web", "-n", namespace).output()
                            + operator.said());
            var raw = cluster.kubectl("get", "--raw", "/apis/custom.metrics.k8s.io/v1beta1/namespaces/" + namespace
                    + "/pods/*/http_request_duration_p95");
            assertTrue(raw.matches("(?s).*\"value\":\"97[45][0-9]*[mu]\".*"), raw);
            assertEquals(List.of(), cluster.refused());
        } finally {
            services.forEach(each -> cluster.bed().kubectl("delete", "apiservice", each));
        }
    }

    /// The kinds of the Prometheus Operator come and go while the operator runs.
    @Test
    void aServiceMonitorMakesATargetAndItsDeletionRemovesIt() {
        var namespace = cluster.bed().namespace("monitored");
        cluster.apply(namespace, ObservedCluster.slowService("web", SlowProgram.class.getName(), ""));
        try (var operator = cluster.operator("monitors", NOTHING, "--namespace", namespace)) {
            operator.awaitActing();
            var url = url(operator);
            cluster.apply("", ObservedCluster.MONITORING);
            cluster.kubectl("wait", "--for=condition=Established", "--timeout=30s",
                    "crd/servicemonitors.monitoring.coreos.com", "crd/prometheusrules.monitoring.coreos.com");
            cluster.apply(namespace, SERVICE_MONITOR);
            cluster.apply(namespace, """
                    apiVersion: monitoring.coreos.com/v1
                    kind: PrometheusRule
                    metadata: {name: web}
                    spec:
                      groups:
                        - name: web
                          rules:
                            - record: job:requests:rate10s
                              expr: sum(rate(http_request_duration_seconds_count[10s]))
                    """);
            Waiting.until(
                    () -> isScraped(url, namespace),
                    () -> cluster.ask(url, "/api/v1/targets") + operator.said());
            Waiting.until(
                    () -> cluster.ask(url, "/api/v1/query?query=job:requests:rate10s").path("result").size() == 1,
                    () -> cluster.ask(url, "/api/v1/rules") + operator.said());
            assertTrue(cluster.ask(url, "/api/v1/rules").toString().contains("HeadroomMetricsPathBroken"));
            cluster.kubectl("delete", "servicemonitor,prometheusrule", "web", "-n", namespace);
            Waiting.until(() -> targets(url, namespace).isEmpty(), operator::said);
            cluster.apply(namespace, SERVICE_MONITOR);
            Waiting.until(() -> isScraped(url, namespace), operator::said);
            cluster.kubectl("delete", "crd", "servicemonitors.monitoring.coreos.com", "--timeout=30s");
            Waiting.until(() -> targets(url, namespace).isEmpty(), operator::said);
            Waiting.until(
                    () -> !cluster.ask(url, "/api/v1/rules").toString().contains("job:requests:rate10s"),
                    operator::said);
            assertEquals(List.of(), cluster.refused());
        }
    }

    @Test
    void kubectlTopShowsWhatTheKubeletMeasured() {
        var namespace = cluster.bed().namespace("top");
        cluster.apply(namespace, ObservedCluster.slowService("web", SlowProgram.class.getName(), ""));
        int port = LoopbackProgram.freePort();
        var services = List.of("v1beta1.metrics.k8s.io");
        cluster.serve(port, services);
        var arguments = new ArrayList<>(ObservedCluster.serving(port));
        arguments.addAll(cluster.usage());
        try (var operator = cluster.operator("top", NOTHING, arguments.toArray(String[]::new))) {
            operator.awaitActing();
            var url = url(operator);
            Waiting.until(
                    () -> cluster.bed().kubectl("top", "pods", "-n", namespace, "--no-headers").output()
                            .matches("(?s)web-\\S+ +\\d+m +[1-9]\\d*Mi.*"),
                    () -> cluster.bed().kubectl("top", "pods", "-n", namespace).output()
                            + cluster.bed().kubectl("get", "--raw", "/apis/metrics.k8s.io/v1beta1/nodes").output()
                            + url + operator.said());
            var nodes = cluster.kubectl("top", "nodes");
            assertTrue(nodes.lines().anyMatch(line -> line.startsWith("bed ") && line.contains("%")), nodes);
            assertEquals(List.of(), cluster.refused());
        } finally {
            services.forEach(each -> cluster.bed().kubectl("delete", "apiservice", each));
        }
    }
}
