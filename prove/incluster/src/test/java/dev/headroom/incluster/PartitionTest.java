package dev.headroom.incluster;

import static dev.headroom.incluster.OperatorCluster.ONE;
import static dev.headroom.incluster.OperatorCluster.TWO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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

/// Two operators of which one acts, while the network to the API server or the leader itself breaks.
@ClusterTest
@Timeout(240)
class PartitionTest {

    /// A lease of 15 s, seen up to 2.4 s after its renewal, tried every 2.4 s at the latest.
    private static final Duration TAKE_OVER = Duration.ofSeconds(20);

    /// 10 s without a renewal, looked at every 2 s.
    private static final Duration GIVE_UP = Duration.ofSeconds(13);

    /// Handed back, so that nobody waits for the lease: the next attempt.
    private static final Duration HAND_OVER = Duration.ofSeconds(5);

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
    void aTargetThatTasksWakeUp() {
        namespace = cluster.bed().namespace("partition");
        cluster.apply(namespace, TaskSource.deployment("web", 0));
        cluster.apply(namespace, tasks.scaledObject("web", "web", ""));
    }

    @AfterEach
    void noMoreTasks() {
        tasks.close();
    }

    /// What somebody changed from an instant on; events are notes of what was, and count as such.
    private List<AuditLog.Entry> changes(String user, Instant since) {
        return cluster.audit().writes(user).stream()
                .filter(each -> each.path().contains("/" + namespace + "/"))
                .filter(each -> each.received().isAfter(since) && each.code() < 300)
                .filter(each -> !each.resource().equals("events"))
                .toList();
    }

    private void awaitKnown(OperatorProcess operator) {
        Waiting.until(() -> operator.said().contains("the cluster is known"), operator::said);
    }

    /// The harder case: the leader has something to say when the network takes it away, and its words wait there.
    @Test
    void theOneThatIsCutOffStopsBeforeTheOtherBeginsAndWritesNothingLate() {
        try (var link = new FaultyLink(cluster.bed().controlPlane().url());
                var one = cluster.operator(
                        ONE,
                        link.kubeconfig(
                                cluster.bed().controlPlane().kubeconfig(ONE), cluster.file(namespace + ".yaml")),
                        namespace,
                        "adapter")) {
            one.awaitActing();
            Waiting.until(() -> cluster.autoscaler(namespace, "web").has("spec"), one::said);
            try (var two = cluster.operator(TWO, namespace, "adapter")) {
                awaitKnown(two);
                link.freeze();
                var frozen = Instant.now();
                tasks.say(3);
                Waiting.within(
                        frozen, GIVE_UP, () -> one.said().contains("not acting any more"), one::said);
                assertFalse(two.said().contains("acting: this process leads"), "both act");
                two.awaitActing();
                var taken = Instant.now();
                Waiting.within(frozen, TAKE_OVER, () -> cluster.holder(namespace).equals(TWO.name()), two::said);
                Waiting.until(() -> cluster.replicas(namespace, "web") == 1, two::said);
                assertEquals(List.of(), changes(ONE.name(), frozen.plusMillis(500)), "nothing got through");
                link.thaw();
                cluster.kubectl("annotate", "scaledobject", "web", "-n", namespace, "team=ml");
                Waiting.rest(5_000);
                assertEquals(List.of(), changes(ONE.name(), taken));
                assertEquals(TWO.name(), cluster.holder(namespace));
                two.end();
                Waiting.within(HAND_OVER, () -> cluster.holder(namespace).equals(ONE.name()), one::said);
                tasks.say(0);
                Waiting.until(() -> cluster.replicas(namespace, "web") == 0, one::said);
            }
        }
    }

    @Test
    void whenTheLeaderIsKilledWhileItActsTheOtherTakesOver() {
        tasks.say(3);
        try (var one = cluster.operator(ONE, namespace, "adapter")) {
            one.awaitActing();
            Waiting.until(() -> cluster.replicas(namespace, "web") == 1, one::said);
            try (var two = cluster.operator(TWO, namespace, "adapter")) {
                awaitKnown(two);
                one.kill();
                var killed = Instant.now();
                Waiting.within(killed, TAKE_OVER, () -> two.said().contains("acting: this process leads"), two::said);
                Waiting.rest(5_000);
                assertEquals(1, cluster.replicas(namespace, "web"), "awake as before");
                assertEquals(
                        List.of(),
                        changes(TWO.name(), killed).stream()
                                .filter(each -> each.resource().endsWith("/scale")
                                        || each.resource().equals("horizontalpodautoscalers"))
                                .toList(),
                        "nothing is made anew");
                tasks.say(0);
                Waiting.until(() -> cluster.replicas(namespace, "web") == 0, two::said);
            }
        }
    }
}
