package dev.headroom.incluster;

import static dev.headroom.incluster.OperatorCluster.ONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.Part;
import dev.headroom.testbed.ClusterTest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an operator asks of an API server, by the API server's own audit log; prove/benchmarks/thousand.sh measures it
/// with a thousand autoscalers.
@ClusterTest
@Timeout(240)
class ThousandTest {

    private static final int COUNT = 200;
    private static final int BURST = 100;
    private static final int PER_SECOND = 50;

    @TempDir
    private Path folder;

    @Test
    void aStartIsOneListAndOneWatchOfEachKindAndADecisionIsOneQuestion() {
        try (var cluster = new OperatorCluster(folder, settings -> settings.with(
                        Part.CONTROLLER_MANAGER, "--controllers=*,-horizontal-pod-autoscaler-controller"));
                var thousand = new Thousand(cluster, COUNT);
                var one = cluster.operator(
                        ONE, Thousand.namespace(), "autoscaler", "--all-hpas", "--sync-period", "5s")) {
            one.awaitActing();
            Waiting.until(() -> decided(cluster) == COUNT, () -> decided(cluster) + " were decided on" + one.said());
            Waiting.rest(2_000);
            var begun = Instant.now();
            Waiting.rest(10_000);
            var ended = Instant.now();
            thousand.move(true);
            Waiting.rest(6_000);

            assertStart(cluster.audit().of(ONE.name()));
            assertSteady(cluster.audit().of(ONE.name()).stream()
                    .filter(each -> each.received().isAfter(begun) && each.received().isBefore(ended))
                    .toList());
            assertTrue(
                    count(cluster.audit().of(ONE.name()), ended).getOrDefault(
                                    "patch horizontalpodautoscalers/status", 0L) >= COUNT / 2,
                    "a status that changes is written");
            assertEquals(List.of(), cluster.audit().forbidden(ONE.name(), Thousand.namespace()));
        }
    }

    private static int decided(OperatorCluster cluster) {
        var path = "jsonpath={range .items[*]}{.status.conditions[?(@.type==\"ScalingActive\")].status}{end}";
        return cluster.kubectl("get", "hpa", "-n", Thousand.namespace(), "-o", path).split("True", -1).length - 1;
    }

    private static void assertStart(List<AuditLog.Entry> all) {
        for (var kind : List.of("pods", "deployments", "statefulsets", "horizontalpodautoscalers", "scaledobjects")) {
            assertEquals(1, all.stream().filter(each -> each.is("list", kind)).count(), "lists of " + kind);
        }
        assertEquals(0, all.stream().filter(each -> each.is("get", "deployments/scale")).count(), "scales asked for");
        all.stream()
                .filter(each -> !each.verb().equals("watch") && !each.resource().equals("leases"))
                .collect(Collectors.groupingBy(each -> each.received().getEpochSecond(), Collectors.counting()))
                .forEach((second, requests) -> assertTrue(
                        requests <= BURST + PER_SECOND, requests + " requests in the second " + second));
    }

    /// Nothing changes: for each decision the metric is asked for, and that is all. The rest is the lease.
    private static void assertSteady(List<AuditLog.Entry> all) {
        var counted = count(all, Instant.EPOCH);
        long questions = counted.getOrDefault("list load.external.metrics.k8s.io", 0L)
                + counted.getOrDefault("get load.external.metrics.k8s.io", 0L)
                + counted.getOrDefault("list load", 0L)
                + counted.getOrDefault("get load", 0L);
        assertTrue(questions >= COUNT && questions <= 3 * COUNT, counted::toString);
        long others = all.stream().filter(each -> !each.resource().equals("leases")).count() - questions;
        assertTrue(others <= 20, () -> others + " other requests: " + counted);
    }

    private static Map<String, Long> count(List<AuditLog.Entry> all, Instant since) {
        return all.stream()
                .filter(each -> each.received().isAfter(since))
                .collect(Collectors.groupingBy(
                        each -> each.verb() + " " + each.resource(), TreeMap::new, Collectors.counting()));
    }

}
