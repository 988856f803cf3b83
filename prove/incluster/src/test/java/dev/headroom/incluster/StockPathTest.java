package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.incluster.StockView.Told;
import dev.headroom.testbed.ClusterTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The same ScaledObjects under KEDA 2.21 with a Prometheus, and under Headroom in adapter mode, in two namespaces of
/// one cluster that has KEDA's own definitions. The external metrics belong to one of them at a time: first to KEDA.
@ClusterTest
@Timeout(240)
class StockPathTest {

    /// KEDA says what an event does in the event's own text, and the API server refuses more than this.
    private static final int LONGEST_ACTION = 128;

    private static final int DEPLOYMENTS = 9;
    private static final int QUIET_SECONDS = 4;

    private static final List<String> PATHS = Stream.concat(
                    Stream.of(
                            "",
                            "/namespaces/NAMESPACE/s0-prometheus",
                            "/namespaces/NAMESPACE/s0-prometheus?labelSelector=a%3Db",
                            "/namespaces/NAMESPACE/s0-prometheus?labelSelector=a%3D%3D%3Db",
                            "/namespaces/NAMESPACE/s1-prometheus" + selected("latency"),
                            "/namespaces/NAMESPACE/s1-prometheus" + selected("empty"),
                            "/namespaces/NAMESPACE/s7-prometheus" + selected("latency"),
                            "/namespaces/NAMESPACE/composite-metric" + selected("formula"),
                            "/namespaces/NAMESPACE",
                            "/namespaces/NAMESPACE/"),
                    Stream.of("latency", "empty", "fallback", "formula", "paused", "wrong", "lost", "down", "asleep",
                                    "secret", "nobody")
                            .map(name -> "/namespaces/NAMESPACE/s0-prometheus" + selected(name)))
            .toList();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private static StockCluster cluster;
    private static OperatorProcess operator;
    private static int port;
    private static StockView.Snapshot theirs;
    private static StockView ours;

    private static final String SERVICE = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: inference}
            spec:
              selector: {matchLabels: {app: inference}}
              template:
                metadata: {labels: {app: inference}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: inference
                    image: none
                    command: ["%s", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp", "%s", "%s"]
                    env: [{name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
                    ports: [{containerPort: 8000}]
                    readinessProbe: {httpGet: {path: /healthz, port: 8000}, periodSeconds: 1}
            """
            .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty("java.class.path"),
                    BusyProgram.class.getName());

    private static String selected(String scaledObject) {
        return "?labelSelector=scaledobject.keda.sh%2Fname%3D" + scaledObject;
    }

    @BeforeAll
    static void bothPaths() {
        cluster = new StockCluster(folder);
        cluster.kedaServes();
        for (var namespace : List.of(StockCluster.STOCK, StockCluster.OURS)) {
            for (int i = 0; i < DEPLOYMENTS; i++) {
                cluster.apply(namespace, TaskSource.deployment("web-" + i, 1));
            }
        }
        cluster.apply(StockCluster.STOCK, cluster.resource("objects.yaml"));
        var stock = new StockView(cluster, StockCluster.STOCK);
        stock.settle(QUIET_SECONDS);
        theirs = stock.snapshot(PATHS);

        port = StockCluster.freePort();
        operator = cluster.headroom("ours", "adapter", StockCluster.OURS, "--metrics-service", "headroom-metrics",
                "--metrics-listen", "127.0.0.1:" + port);
        operator.awaitActing();
        cluster.headroomServes(port);
        cluster.apply(StockCluster.OURS, cluster.resource("objects.yaml"));
        ours = new StockView(cluster, StockCluster.OURS);
        Waiting.comes(() -> ours.autoscalers().equals(theirs.autoscalers())
                && StockView.differences(theirs.scaledObjects(), ours.scaledObjects()).isEmpty());
    }

    @AfterAll
    static void end() {
        if (operator != null) {
            operator.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void theSameObjectsHaveTheSameAutoscalers() {
        assertEquals(theirs.autoscalers(), ours.autoscalers());
        assertTrue(theirs.autoscalers().contains("\"name\" : \"keda-hpa-formula\""), theirs.autoscalers());
    }

    @Test
    void theSameObjectsHaveTheSameMarksAndStatus() {
        assertEquals(List.of(), StockView.differences(theirs.scaledObjects(), ours.scaledObjects()));
        assertTrue(theirs.scaledObjects().toString().contains("FailedGetExternalMetric"), theirs::toString);
    }

    @Test
    void kubectlPrintsTheColumnsOfKedasDefinitions() {
        var table = ours.table("scaledobject");
        assertEquals(theirs.table().lines().toList().getFirst(), table.lines().toList().getFirst());
        assertEquals(theirs.table().lines().count(), table.lines().count());
        assertTrue(theirs.table().matches("(?s)NAME +SCALETARGETKIND +SCALETARGETNAME +MIN +MAX +READY +ACTIVE"
                + " +FALLBACK +PAUSED +TRIGGERS +AUTHENTICATIONS.*"), theirs.table());
    }

    @Test
    void theSameRequestsHaveTheSameAnswers() {
        cluster.headroomServes(port);
        var answers = ours.snapshot(PATHS).answers();
        theirs.answers().forEach((path, answer) -> assertEquals(answer, answers.get(path), path));
        assertTrue(theirs.answers().toString().contains("\"value\":\"1.957\""), theirs.answers()::toString);
    }

    /// Every event of KEDA is told here, too. KEDA's client loses those whose text is long, and counts a second text of
    /// the same reason as the first one again.
    @Test
    void theSameEventsAreTold() {
        // An event follows the status that it is about.
        Waiting.comes(() -> missing(ours.events()).isEmpty());
        var told = ours.events();
        assertEquals(List.of(), missing(told));
        assertEquals(
                List.of(),
                told.stream()
                        .filter(event -> !theirs.events().contains(event) && !isRaced(event))
                        .filter(event -> event.message().length() <= LONGEST_ACTION && !isRepeated(event))
                        .toList());
    }

    private static List<Told> missing(Set<Told> told) {
        return theirs.events().stream().filter(event -> !told.contains(event) && !isRaced(event)).toList();
    }

    /// Told by the scale loop alone: not, when the HPA controller asks for the metric that fails once too often.
    private static boolean isRaced(Told event) {
        return event.reason().equals("ScaledObjectFallbackActivated");
    }

    private static boolean isRepeated(Told event) {
        return theirs.events().stream()
                .anyMatch(each -> each.object().equals(event.object()) && each.reason().equals(event.reason()));
    }

    /// KEDA's operator ends and Headroom's begins; what KEDA made stays as it is until somebody changes the object.
    @Test
    void whoTakesOverFromKedaFindsNothingToChange() {
        var stock = new StockView(cluster, StockCluster.STOCK);
        var before = stock.autoscalers();
        cluster.keda().stopOperator();
        try (var next = cluster.headroom("next", "adapter", StockCluster.STOCK)) {
            next.awaitActing();
            cluster.kubectl("patch", "scaledobject", "secret", "-n", StockCluster.STOCK, "--type=merge", "-p",
                    "{\"spec\":{\"maxReplicaCount\":3}}");
            Waiting.until(() -> stock.autoscaler("keda-hpa-secret").path("spec").path("maxReplicas").asInt(0) == 3,
                    next::said);
            cluster.kubectl("patch", "scaledobject", "secret", "-n", StockCluster.STOCK, "--type=merge", "-p",
                    "{\"spec\":{\"maxReplicaCount\":2}}");
            Waiting.until(() -> stock.autoscaler("keda-hpa-secret").path("spec").path("maxReplicas").asInt(0) == 2,
                    next::said);
            assertEquals(before, stock.autoscalers());
            var writers = stock.writers();
            assertTrue(writers.getOrDefault("keda-hpa-secret", Set.of()).size() > 2, writers::toString);
            writers.remove("keda-hpa-secret");
            writers.forEach((hpa, each) ->
                    assertEquals(Set.of("keda-operator", "kube-controller-manager"), each, hpa));
        } finally {
            cluster.keda().startOperator();
        }
    }

    /// Three pods that take more than a second for each answer, KEDA's metrics, and no ScaledObject yet.
    private static void slowService() {
        cluster.kedaServes();
        cluster.kubectl("delete", "scaledobject", "--all", "-n", StockCluster.SLOW, "--timeout=60s");
        cluster.apply(StockCluster.SLOW, SERVICE);
        cluster.kubectl("scale", "deployment", "inference", "--replicas=3", "-n", StockCluster.SLOW);
        Waiting.until(() -> cluster.addresses(StockCluster.SLOW).size() == 3, () -> "pods are not ready");
    }

    private static OperatorProcess shadow(String name) {
        return cluster.headroom(name, "shadow", StockCluster.SLOW, "--sync-period", "1s");
    }

    private static String report(OperatorProcess shadow) {
        return cluster.page(ObservingTest.url(shadow) + "/api/headroom/v1/shadow");
    }

    private static double seconds(String window) {
        return cluster.query("histogram_quantile(0.95, sum(rate(inference_latency_seconds_bucket" + window
                + ")) by (le))");
    }

    private static String hpa(String condition) {
        return new StockView(cluster, StockCluster.SLOW).condition("keda-hpa-inference-slo-scaler", condition);
    }

    private static int replicas() {
        return Integer.parseInt(cluster.kubectl(
                "get", "deployment", "inference", "-n", StockCluster.SLOW, "-o", "jsonpath={.spec.replicas}"));
    }

    private static String external() {
        return cluster.kubectl("get", "--raw", StockCluster.EXTERNAL_PATH + "/namespaces/slow/s0-prometheus"
                + selected("inference-slo-scaler"));
    }

    /// What `headroom check` says of a file.
    private static void checked(String name, String finding) throws IOException {
        var file = Files.writeString(folder.resolve(name), cluster.resource(name));
        try (var check = new OperatorProcess(
                folder.resolve(name + ".log"), List.of("check", "--scrape-interval", "2s", file.toString()))) {
            Waiting.until(() -> check.said().contains(finding), check::said);
        }
    }

    /// The window of the file is as short as the scrape interval: it holds one sample, `rate` needs two, KEDA reads the
    /// empty answer as 0, and every condition is content.
    @Test
    void aWindowAsShortAsTheScrapeIntervalIsNamedByTheShadow() throws IOException {
        slowService();
        cluster.apply(StockCluster.SLOW, cluster.resource("tuned.yaml"));
        try (var load = new SlowLoad(cluster); var shadow = shadow("window")) {
            Waiting.until(() -> seconds("[20s]") > 1 && hpa("ScalingActive").startsWith("True"),
                    () -> hpa("ScalingActive") + load);
            assertEquals(0, seconds("[2s]"), "a query by hand is empty");
            assertTrue(external().contains("\"value\":\"0\""), StockPathTest::external);
            assertTrue(cluster.kubectl("get", "hpa", "-n", StockCluster.SLOW).contains("0/350m (avg)"));
            assertEquals(3, replicas());
            var named = "s0-prometheus: the HorizontalPodAutoscaler reads 0 (avg) where there is no data: the window"
                    + " [2s] holds at most one sample at a scrape interval of 2s";
            Waiting.until(() -> shadow.said().contains(named), () -> shadow.said() + report(shadow));
            assertTrue(report(shadow).contains("NoDataReadAsNumber: " + named), () -> report(shadow));
            assertEquals(3, replicas());
        }
        checked("tuned.yaml", "got [2s]: it holds one sample, so rate is empty, and KEDA reads an empty answer as 0");
    }

    /// Without `metricType: Value`, p95 is divided by the replicas: one step up, and the reading is below its target.
    @Test
    void aMissingMetricTypeIsNamedByTheShadow() throws IOException {
        slowService();
        cluster.apply(StockCluster.SLOW, cluster.resource("untyped.yaml"));
        try (var load = new SlowLoad(cluster); var shadow = shadow("type")) {
            Waiting.until(() -> replicas() == 4, () -> hpa("ScalingActive") + load);
            Waiting.until(() -> hpa("AbleToScale").contains("ReadyForNewScale"), () -> hpa("AbleToScale"));
            assertTrue(seconds("[20s]") > 1, "the objective is half a second");
            var named = "s0-prometheus: metricType Value missing: p95 divided by 4 replicas: 1.9";
            Waiting.until(() -> shadow.said().contains("MetricTypeValueMissing") && report(shadow).contains(named),
                    () -> shadow.said() + report(shadow));
            assertTrue(report(shadow).contains("times its target"), () -> report(shadow));
            assertEquals(4, replicas(), "four times over its objective and content");
        }
        checked("untyped.yaml",
                "expected metricType: Value for a quantile, got none, and AverageValue is KEDA's default");
    }
}
