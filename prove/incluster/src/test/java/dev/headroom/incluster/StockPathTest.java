package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headroom.incluster.StockView.Told;
import dev.headroom.testbed.ClusterTest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The same ScaledObjects under KEDA 2.21 with a Prometheus, and under Headroom in adapter mode, in two namespaces of one
/// cluster that has KEDA's own definitions. The external metrics belong to one of them at a time: first to KEDA.
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

    @TempDir
    private static Path folder;

    private static StockCluster cluster;
    private static OperatorProcess operator;
    private static StockView.Snapshot theirs;
    private static StockView ours;

    private static String selected(String scaledObject) {
        return "?labelSelector=scaledobject.keda.sh%2Fname%3D" + scaledObject;
    }

    @BeforeAll
    static void bothPaths() {
        boolean demanded = System.getProperty("headroom.cluster", "off").equals("on");
        assumeTrue(
                demanded || StockCluster.tools().stream().allMatch(tool -> tool.built().isPresent()),
                "needs KEDA 2.21 and Prometheus, which Go builds once: -Pcluster");
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

        int port = StockCluster.freePort();
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
        assertTrue(theirs.table().matches("(?s)NAME +SCALETARGETKIND +SCALETARGETNAME +MIN +MAX +READY +ACTIVE +FALLBACK"
                + " +PAUSED +TRIGGERS +AUTHENTICATIONS.*"), theirs.table());
    }

    @Test
    void theSameRequestsHaveTheSameAnswers() {
        var answers = ours.snapshot(PATHS).answers();
        theirs.answers().forEach((path, answer) -> assertEquals(answer, answers.get(path), path));
        assertTrue(theirs.answers().toString().contains("\"value\":\"1.957\""), theirs.answers()::toString);
    }

    /// Every event of KEDA is told here, too. KEDA's client loses those whose text is long, and counts a second text of
    /// the same reason as the first one again.
    @Test
    void theSameEventsAreTold() {
        var told = ours.events();
        assertEquals(List.of(), theirs.events().stream().filter(event -> !told.contains(event)).toList());
        assertEquals(
                List.of(),
                told.stream()
                        .filter(event -> !theirs.events().contains(event))
                        .filter(event -> event.message().length() <= LONGEST_ACTION && !isRepeated(event))
                        .toList());
    }

    private static boolean isRepeated(Told event) {
        return theirs.events().stream()
                .anyMatch(each -> each.object().equals(event.object()) && each.reason().equals(event.reason()));
    }
}
