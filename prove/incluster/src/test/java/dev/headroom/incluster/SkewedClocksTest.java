package dev.headroom.incluster;

import static dev.headroom.incluster.OperatorCluster.ONE;
import static dev.headroom.incluster.OperatorCluster.TWO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.headroom.controlplane.User;
import dev.headroom.kubernetes.ClusterAccess;
import dev.headroom.kubernetes.Election;
import dev.headroom.kubernetes.LimitedApi;
import dev.headroom.operator.Operator;
import dev.headroom.operator.OperatorConfig;
import dev.headroom.operator.OperatorMode;
import dev.headroom.testbed.ClusterTest;
import dev.headroom.timeline.WallTimeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Operators whose clock is an hour ahead or behind of the API server's, and rivals whose clocks differ the other way.
@ClusterTest
@Timeout(240)
class SkewedClocksTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TAKE_OVER = Duration.ofSeconds(20);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    @TempDir
    private static Path folder;

    private static OperatorCluster cluster;

    private final TaskSource tasks = new TaskSource();

    @BeforeAll
    static void controlPlane() {
        cluster = new OperatorCluster(folder);
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @AfterEach
    void noMoreTasks() {
        tasks.close();
    }

    /// An operator in this JVM, on a clock that is wrong by `skew`.
    private static Operator skewed(
            User user, String namespace, OperatorMode mode, Duration skew, List<String> said) {
        var config = new OperatorConfig(
                mode,
                ClusterAccess.find(Optional.of(cluster.bed().controlPlane().kubeconfig(user))),
                Optional.of(namespace),
                Election.Settings.standard(namespace, "headroom-operator", user.name()),
                "keda",
                Duration.ofSeconds(1),
                true,
                LimitedApi.Rate.STANDARD,
                new OperatorConfig.Numbers(Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                new OperatorConfig.Page("127.0.0.1", 0),
                Optional.empty());
        var timeline = new WallTimeline(() -> Instant.now().plus(skew), (_, failure) -> said.add("! " + failure));
        return Operator.start(config, timeline, said::add);
    }

    /// Somebody else holds the lease and renews it, by a clock that is wrong by `skew`.
    private static void renewed(String namespace, Duration skew) {
        cluster.apply(namespace, """
                apiVersion: coordination.k8s.io/v1
                kind: Lease
                metadata: {name: headroom-operator}
                spec: {holderIdentity: somebody, leaseDurationSeconds: 15, renewTime: "%s"}
                """.formatted(MICROS.format(Instant.now().plus(skew))));
    }

    private String target() {
        var namespace = cluster.bed().namespace("skewed");
        cluster.apply(namespace, TaskSource.deployment("web", 0));
        cluster.apply(namespace, tasks.scaledObject("web", "web", ""));
        return namespace;
    }

    @Test
    void aLeaseIsTakenWhenNobodyRenewsItWhateverTheTimeInIt() {
        var late = target();
        var early = target();
        renewed(late, HOUR.negated());
        renewed(early, HOUR);
        var ahead = new CopyOnWriteArrayList<String>();
        var behind = new CopyOnWriteArrayList<String>();
        try (var one = skewed(ONE, late, OperatorMode.ADAPTER, HOUR, ahead);
                var two = skewed(TWO, early, OperatorMode.ADAPTER, HOUR.negated(), behind)) {
            for (int renewals = 0; renewals < 10; renewals++) {
                Waiting.rest(1_500);
                renewed(late, HOUR.negated());
                renewed(early, HOUR);
                assertFalse(one.isActing() || two.isActing(), "somebody else renews its lease");
            }
            var last = Instant.now();
            Waiting.within(last, TAKE_OVER, one::isActing, ahead::toString);
            Waiting.within(last, TAKE_OVER, two::isActing, behind::toString);
            tasks.say(3);
            Waiting.until(() -> cluster.replicas(late, "web") == 1, ahead::toString);
            Waiting.until(() -> cluster.replicas(early, "web") == 1, behind::toString);
            tasks.say(0);
            Waiting.until(() -> cluster.replicas(late, "web") == 0, ahead::toString);
            Waiting.until(() -> cluster.replicas(early, "web") == 0, behind::toString);
            assertEquals(List.of(), cluster.audit().forbidden(ONE.name(), late));
        }
    }

    /// The cluster's HPA controller wrote the status a moment ago, and not an hour ago as this clock says.
    @Test
    void whatTheHpaControllerScalesIsLeftToItByAClockThatIsAhead() {
        var namespace = cluster.bed().namespace("skewed-hpa");
        cluster.apply(namespace, TaskSource.deployment("web", 1));
        cluster.kubectl("autoscale", "deployment", "web", "-n", namespace, "--max=5");
        Waiting.until(
                () -> cluster.get(namespace, "hpa", "web").path("status").path("conditions").size() > 0,
                () -> "the HPA controller says nothing");
        var said = new CopyOnWriteArrayList<String>();
        try (var one = skewed(ONE, namespace, OperatorMode.AUTOSCALER, HOUR, said)) {
            Waiting.until(one::isActing, said::toString);
            Waiting.until(
                    () -> cluster.kubectl("get", "events", "-n", namespace).contains("AutoscalerRefused"),
                    said::toString);
        }
    }
}
