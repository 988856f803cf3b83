package dev.headroom.aggregation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.testbed.ClusterTest;
import dev.headroom.testbed.TestBed;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The server behind the aggregator of a real control plane: what people type, and the real controller that scales.
@ClusterTest(inEachBuild = true)
@Timeout(240)
final class AggregationTest {

    private static final String EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1/namespaces/default/queue";
    private static final String CUSTOM = "/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/pods/*/requests";

    private static @Nullable Aggregated running;

    @BeforeAll
    static void start() {
        running = new Aggregated();
    }

    @AfterAll
    static void end() {
        if (running != null) {
            running.close();
        }
    }

    private static Aggregated all() {
        return Objects.requireNonNull(running);
    }

    private static String typed(String... arguments) {
        var answer = all().bed().kubectl(arguments);
        assertEquals(0, answer.status(), answer::output);
        return answer.output();
    }

    private static void eventually(String expected, String... arguments) {
        var last = "";
        for (int i = 0; i < 300; i++) {
            last = all().bed().kubectl(arguments).output();
            if (last.strip().equals(expected)) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        }
        assertEquals(expected, last.strip(), () -> all().bed().kubectl("describe", "hpa").output());
    }

    @Test
    void everyApiIsAvailableAndItsCertificateBelieved() {
        for (var each : Aggregated.API_SERVICES) {
            typed("wait", "--for=condition=Available", "apiservice/" + each, "--timeout=60s");
        }
        assertTrue(typed("api-versions").contains("custom.metrics.k8s.io/v1beta2"));
        var resources = typed("get", "--raw", "/apis/custom.metrics.k8s.io/v1beta1");
        assertTrue(resources.contains("\"pods/requests\""), resources);
    }

    @Test
    void rawRequestsAreAnswered() {
        all().deployment("raw", 1);
        eventually("1", "get", "deploy", "raw", "-o", "jsonpath={.status.replicas}");

        var external = typed("get", "--raw", EXTERNAL);
        assertTrue(external.startsWith("{\"kind\":\"ExternalMetricValueList\""), external);
        var custom = typed("get", "--raw", CUSTOM);
        var object = "\"describedObject\":{\"kind\":\"Pod\",\"namespace\":\"default\",\"name\":\"raw-";
        assertTrue(custom.contains(object), custom);
        assertEquals(
                "Error from server (NotFound): the server could not find the requested resource",
                all().bed().kubectl("get", "--raw", "/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/pods/x")
                        .output()
                        .strip());
    }

    @Test
    void topShowsPodsAndNodes() {
        all().deployment("top", 1);
        eventually("1", "get", "deploy", "top", "-o", "jsonpath={.status.replicas}");

        var pods = typed("top", "pods", "-l", "app=top");
        assertTrue(pods.matches("(?s)NAME +CPU\\(cores\\) +MEMORY\\(bytes\\) *\\ntop-\\S+ +250m +64Mi *\\n"), pods);
        var nodes = typed("top", "nodes");
        assertTrue(nodes.matches("(?s)NAME +CPU\\(cores\\) +CPU\\(%\\) +MEMORY\\(bytes\\) +MEMORY\\(%\\) *\\n"
                + "node-1 +1000m +25% +64Mi +6% *\\n"), nodes);
        var table = typed("get", "nodes.metrics.k8s.io");
        assertTrue(table.matches("(?s)NAME +CPU +MEMORY +WINDOW\\nnode-1 +1 +64Mi +15s\\n"), table);
    }

    @Test
    void theControllerScalesOnAnExternalMetric() {
        all().source().queue = 10;
        all().deployment("consumer", 1);
        all().autoscaler("consumer", """
                - type: External
                  external: {metric: {name: queue}, target: {type: AverageValue, averageValue: "10"}}
                """);
        all().source().queue = 40;

        eventually("4", "get", "deploy", "consumer", "-o", "jsonpath={.spec.replicas}");
    }

    @Test
    void theControllerScalesOnAMetricOfPods() {
        all().deployment("web", 2);
        eventually("2", "get", "deploy", "web", "-o", "jsonpath={.status.replicas}");
        all().letRun("web");
        all().autoscaler("web", """
                - type: Pods
                  pods: {metric: {name: requests}, target: {type: AverageValue, averageValue: "10"}}
                """);
        all().source().requests = 20;

        eventually("4", "get", "deploy", "web", "-o", "jsonpath={.spec.replicas}");
    }

    @Test
    void somebodyWithoutTheRightIsToldSo() {
        var answer = all().bed().kubectl(TestBed.NOBODY, "", "get", "--raw", EXTERNAL);

        assertEquals(
                "Error from server (Forbidden): queue.external.metrics.k8s.io is forbidden: User \"nobody\" cannot list"
                        + " resource \"queue\" in API group \"external.metrics.k8s.io\" in the namespace \"default\"",
                answer.output().strip());
    }

    @Test
    void whoComesPastTheAggregatorIsAskedForTheSame() {
        assertEquals(403, all().direct(EXTERNAL, all().bed().controlPlane().access(TestBed.NOBODY).token()));
        assertEquals(200, all().direct(EXTERNAL, all().bed().controlPlane().access(Aggregated.READER).token()));
        assertEquals(401, all().direct(EXTERNAL, "guessed"));
    }
}
