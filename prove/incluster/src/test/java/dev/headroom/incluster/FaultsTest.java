package dev.headroom.incluster;

import static dev.headroom.incluster.OperatorCluster.ONE;
import static dev.headroom.incluster.OperatorCluster.TWO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.Part;
import dev.headroom.testbed.ClusterTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What breaks around an operator that scales a target on 18 tasks to 4 replicas, through the cluster's HPA controller:
/// nothing is scaled meanwhile, and it goes on by itself within the time that docs/design/operator.md states.
@ClusterTest
@Timeout(300)
class FaultsTest {

    /// Watches are opened again 1.6 s, 3.2 s, 6.4 s ... after failures at the latest: after five seconds without a
    /// network it is ten at most until the next attempt.
    private static final Duration AFTER_A_CUT = Duration.ofSeconds(15);

    /// A request that nobody answers (5 s) tells of a dead connection, one more (2 s) makes sure; the lease is read
    /// every 2.4 s, and watches are opened again 1.6 s after.
    private static final Duration FORGOTTEN = Duration.ofSeconds(25);

    /// Watches wait up to 20 s after many failures, and 10 s for an answer.
    private static final Duration AFTER_A_LONG_OUTAGE = Duration.ofSeconds(40);

    /// Before that, the API server itself: it has a connection to etcd for each kind, and each waits by itself until it
    /// is tried again (gRPC: 1 s, 1.6 times longer each time, up to a fifth more or less), up to 52 s after a minute.
    private static final Duration AFTER_AN_OUTAGE_OF_ETCD = Duration.ofMinutes(2);

    /// The lease of the one that was killed (15 s), seen at the start of the other; the start itself comes on top.
    private static final Duration STARTED_AGAIN = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static OperatorCluster cluster;

    private final TaskSource tasks = new TaskSource();
    private String namespace = "";

    @BeforeAll
    static void controlPlane() {
        cluster = new OperatorCluster(folder);
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @BeforeEach
    void eighteenTasks() {
        namespace = cluster.bed().namespace("faults");
        cluster.apply(namespace, TaskSource.deployment("web", 1));
        cluster.apply(namespace, tasks.scaledObject("web", "web", ""));
        tasks.say(18);
    }

    @AfterEach
    void noMoreTasks() {
        tasks.close();
        cluster.bed().kubectl("delete", "apiservice", OperatorCluster.EXTERNAL, "--ignore-not-found");
    }

    /// An operator in adapter mode whose metrics the HPA controller has followed to 4 replicas.
    private OperatorProcess scaled(Path kubeconfig) {
        int port = OperatorCluster.freePort();
        cluster.leadMetricsTo(namespace, port);
        var one = adapter(kubeconfig, port);
        one.awaitActing();
        Waiting.until(
                () -> cluster.replicas(namespace, "web") == 4,
                () -> cluster.autoscaler(namespace, "web").path("status") + one.said());
        return one;
    }

    private OperatorProcess adapter(Path kubeconfig, int port) {
        return cluster.operator(ONE, kubeconfig, namespace, "adapter",
                "--metrics-service", "headroom-metrics", "--metrics-listen", "127.0.0.1:" + port);
    }

    private Path kubeconfig() {
        return cluster.bed().controlPlane().kubeconfig(ONE);
    }

    private void wish(int replicas) {
        cluster.kubectl("patch", "scaledobject", "web", "-n", namespace, "--type=merge", "-p",
                "{\"spec\":{\"maxReplicaCount\":" + replicas + "}}");
    }

    private int max() {
        return cluster.autoscaler(namespace, "web").path("spec").path("maxReplicas").asInt(0);
    }

    /// The watch tells of a change, and the change is written.
    private void awaitFollowing(Instant since, Duration bound, int replicas, OperatorProcess operator) {
        wish(replicas);
        Waiting.within(since, bound, () -> max() == replicas, operator::said);
    }

    private void assertNothingWasScaled(Instant since) {
        assertEquals(
                List.of(),
                cluster.audit().all().stream()
                        .filter(each -> each.path().contains("/" + namespace + "/"))
                        .filter(each -> each.resource().equals("deployments/scale") && each.verb().equals("update"))
                        .filter(each -> each.received().isAfter(since))
                        .toList());
        assertEquals(4, cluster.replicas(namespace, "web"));
    }

    /// The whole path works: the source is asked, the metrics API answers, the HPA controller acts.
    private void awaitScaling(OperatorProcess operator) {
        tasks.say(23);
        Waiting.until(
                () -> cluster.replicas(namespace, "web") == 5,
                () -> cluster.autoscaler(namespace, "web").path("status") + operator.said());
    }

    @Test
    void connectionsThatAreResetAndConnectionsThatAreForgotten() {
        try (var link = new FaultyLink(cluster.bed().controlPlane().url());
                var one = scaled(link.kubeconfig(kubeconfig(), cluster.file(namespace + ".yaml")))) {
            var begun = Instant.now();
            link.cut();
            Waiting.rest(5_000);
            link.mend();
            awaitFollowing(Instant.now(), AFTER_A_CUT, 7, one);
            assertFalse(one.said().contains("not acting any more"), "five seconds are no reason to stop");
            link.forget();
            awaitFollowing(Instant.now(), FORGOTTEN, 8, one);
            link.delay(300);
            awaitFollowing(Instant.now(), FORGOTTEN, 9, one);
            assertNothingWasScaled(begun);
            awaitScaling(one);
        }
    }

    /// Nobody has an answer: neither the source of the metric, nor the API server; and the API server comes back first.
    @Test
    void theSourceAndTheApiServerGoTogether() {
        try (var one = scaled(kubeconfig())) {
            var begun = Instant.now();
            tasks.goAway();
            cluster.bed().controlPlane().part(Part.API_SERVER).stop();
            Waiting.rest(10_000);
            cluster.bed().controlPlane().part(Part.API_SERVER).start();
            awaitFollowing(Instant.now(), AFTER_A_LONG_OUTAGE, 7, one);
            Waiting.rest(4_000);
            assertNothingWasScaled(begun);
            tasks.comeBack();
            awaitScaling(one);
        }
    }

    @Test
    void killedAloneAndStartedAgainItGoesOnWhereItWas() {
        int port = OperatorCluster.freePort();
        cluster.leadMetricsTo(namespace, port);
        try (var one = adapter(kubeconfig(), port)) {
            one.awaitActing();
            Waiting.until(() -> cluster.replicas(namespace, "web") == 4, one::said);
            var uid = cluster.autoscaler(namespace, "web").path("metadata").path("uid").asString("");
            var killed = Instant.now();
            one.kill();
            try (var again = adapterCalled("operator-one-again", port)) {
                Waiting.within(
                        killed, STARTED_AGAIN, () -> again.said().contains("acting: this process leads"), again::said);
                awaitFollowing(killed, STARTED_AGAIN.plusSeconds(5), 7, again);
                assertNothingWasScaled(killed);
                assertEquals(uid, cluster.autoscaler(namespace, "web").path("metadata").path("uid").asString(""));
                awaitScaling(again);
            }
        }
    }

    /// As a process that is started anew calls itself: unlike any before.
    private OperatorProcess adapterCalled(String identity, int port) {
        return new OperatorProcess(folder.resolve(identity + "-" + namespace + ".log"), List.of(
                "operator", "--kubeconfig", kubeconfig().toString(), "--identity", identity,
                "--lease-namespace", namespace, "--namespace", namespace, "--mode", "adapter",
                "--listen", "127.0.0.1:0",
                "--metrics-service", "headroom-metrics", "--metrics-listen", "127.0.0.1:" + port));
    }

    /// In the same minute: an operator that feeds the HPA controller, and one that scales by itself.
    @Test
    void etcdStopsForAMinute() {
        var other = cluster.bed().namespace("faults-autoscaler");
        cluster.apply(other, TaskSource.deployment("web", 1));
        cluster.apply(other, tasks.scaledObject("web", "web", ""));
        try (var one = scaled(kubeconfig());
                var two = cluster.operator(TWO, other, "autoscaler", "--sync-period", "1s")) {
            two.awaitActing();
            Waiting.until(() -> cluster.replicas(other, "web") == 4, two::said);
            var begun = Instant.now();
            cluster.bed().controlPlane().part(Part.ETCD).stop();
            Waiting.rest(20_000);
            assertTrue(one.said().contains("not acting any more"), one::said);
            assertTrue(two.said().contains("not acting any more"), two::said);
            tasks.goAway();
            Waiting.rest(30_000);
            tasks.comeBack();
            Waiting.rest(10_000);
            cluster.bed().controlPlane().part(Part.ETCD).start();
            var back = Instant.now();
            Waiting.until(() -> cluster.replicas(namespace, "web") >= 0, () -> "the API server does not come back");
            awaitFollowing(back, AFTER_AN_OUTAGE_OF_ETCD, 7, one);
            assertNothingWasScaled(begun);
            assertEquals(4, cluster.replicas(other, "web"));
            tasks.say(23);
            Waiting.within(back, AFTER_AN_OUTAGE_OF_ETCD, () -> cluster.replicas(other, "web") == 5, two::said);
            Waiting.until(() -> cluster.replicas(namespace, "web") == 5, one::said);
        }
    }
}
