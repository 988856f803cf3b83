package dev.headroom.incluster;

import static dev.headroom.incluster.OperatorCluster.ONE;
import static dev.headroom.incluster.OperatorCluster.TWO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.User;
import dev.headroom.testbed.ClusterTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An operator of this version in the place of an earlier one: over what that one left, and while it runs.
@ClusterTest
@Timeout(240)
class UpgradeTest {

    /// What Headroom 0.1.0 left behind at commit ab624ca, written by [CarriedState].
    private static final Path CARRIED = Path.of("src/test/resources/upgrade/0.1.0-ab624ca");

    private static final Duration HAND_OVER = Duration.ofSeconds(5);

    /// How long the metrics API may answer nothing while its servers take turns.
    private static final Duration GAP = Duration.ofSeconds(3);

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static OperatorCluster cluster;

    private final TaskSource tasks = new TaskSource();

    @BeforeAll
    static void controlPlane() {
        cluster = new OperatorCluster(folder);
        cluster.kubectl("create", "namespace", CarriedState.NAMESPACE);
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @AfterEach
    void noMoreTasks() {
        tasks.close();
    }

    /// An object of that version, whose trigger asks the source of this test.
    private JsonNode carried(String file) throws IOException {
        return JSON.readTree(Files.readString(CARRIED.resolve(file))
                .replaceAll("http://127\\.0\\.0\\.1:[0-9]+/", tasks.url()));
    }

    /// An object as it was, of which the cluster keeps the status only when it is patched.
    private static void create(JsonNode object) {
        var next = (ObjectNode) object.deepCopy();
        List.of("uid", "resourceVersion", "creationTimestamp", "managedFields", "generation")
                .forEach(next.withObject("/metadata")::remove);
        // Raw, since kubectl would write an annotation of its own over the one that is there.
        var path = "/apis/" + object.path("apiVersion").asString("") + "/namespaces/" + CarriedState.NAMESPACE + "/"
                + object.path("kind").asString("").toLowerCase(Locale.ROOT) + "s";
        var created = cluster.bed().kubectl(User.ADMIN, next.toString(), "create", "--raw", path, "-f", "-");
        assertEquals(0, created.status(), created::output);
        var status = JSON.createObjectNode();
        status.set("status", object.path("status"));
        var resource = object.path("kind").asString("").toLowerCase(Locale.ROOT);
        cluster.kubectl("patch", resource, object.path("metadata").path("name").asString(""), "-n",
                CarriedState.NAMESPACE, "--subresource=status", "--type=merge", "-p", status.toString());
    }

    private static String get(String url) {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Test
    void objectsOfTheEarlierVersionStayAsTheyAre() throws IOException {
        var namespace = CarriedState.NAMESPACE;
        cluster.apply(namespace, TaskSource.deployment("web", 3));
        tasks.say(18);
        create(carried("scaledobject.json"));
        var uid = cluster.get(namespace, "scaledobject", "web").path("metadata").path("uid").asString("");
        var hpa = (ObjectNode) carried("hpa.json");
        ((ObjectNode) hpa.path("metadata").path("ownerReferences").path(0)).put("uid", uid);
        create(hpa);
        var before = cluster.autoscaler(namespace, "web");
        try (var one = cluster.operator(ONE, namespace, "adapter")) {
            one.awaitActing();
            Waiting.rest(8_000);
            var after = cluster.autoscaler(namespace, "web");
            assertEquals(before.path("metadata").path("uid"), after.path("metadata").path("uid"));
            assertEquals(
                    List.of(),
                    cluster.writes(ONE, namespace).stream()
                            .filter(each -> each.code() < 300)
                            .filter(each -> each.resource().equals("horizontalpodautoscalers")
                                    || each.resource().endsWith("/scale"))
                            .toList(),
                    () -> before + " became " + after);
            assertEquals(3, cluster.replicas(namespace, "web"));
            var object = cluster.get(namespace, "scaledobject", "web");
            assertTrue(OperatorCluster.condition(object, "Ready").startsWith("True"), object::toString);
            assertEquals(
                    carried("scaledobject.json").path("status").path("hpaName"), object.path("status").path("hpaName"));
        }
    }

    @Test
    void samplesAndTheReportOfTheEarlierVersionAreThere() throws IOException {
        var data = folder.resolve("data");
        CarriedState.copy(CARRIED.resolve("data"), data);
        var before = Files.readString(data.resolve("differences.jsonl"));
        var at = Instant.parse(JSON.readTree(before.lines().toList().getLast()).path("time").asString(""))
                .plusSeconds(10);
        int port = OperatorCluster.freePort();
        var arguments = CarriedState.shadow(cluster, folder, data, port);
        arguments.addAll(List.of("--retention-time", "100y"));
        var url = "http://127.0.0.1:" + port;
        try (var one = new OperatorProcess(folder.resolve("shadow.log"), arguments)) {
            var query = "/api/v1/query?query=count_over_time("
                    + "headroom_kubernetes_requests_total%7Bjob=%22own%22%7D%5B20s%5D)";
            Waiting.until(() -> counted(get(url + query + "&time=" + at)) >= 10, () -> get(url + query) + one.said());
            Waiting.until(() -> counted(get(url + query)) >= 2, () -> "it scrapes on: " + one.said());
            assertTrue(Files.readString(data.resolve("differences.jsonl")).startsWith(before), "nothing is lost");
        }
    }

    private static int counted(String answer) {
        return !answer.startsWith("{")
                ? 0
                : JSON.readTree(answer).path("data").path("result").path(0).path("value").path(1).asInt(0);
    }

    /// As a StatefulSet replaces its two pods, behind one Service.
    @Test
    void replicasAreReplacedOneAfterTheOtherWithoutAPause() {
        var namespace = cluster.bed().namespace("rolling");
        cluster.apply(namespace, TaskSource.deployment("web", 1));
        cluster.apply(namespace, tasks.scaledObject("web", "web", ""));
        tasks.say(18);
        int first = OperatorCluster.freePort();
        int second = OperatorCluster.freePort();
        var asking = new AtomicBoolean(true);
        var longest = new AtomicReference<>(Duration.ZERO);
        try (var service = new FaultyLink(first, second);
                var one = serving(ONE, namespace, first)) {
            cluster.leadMetricsTo(namespace, service.port());
            one.awaitActing();
            var two = serving(TWO, namespace, second);
            Waiting.until(() -> cluster.replicas(namespace, "web") == 4, one::said);
            Waiting.until(() -> two.said().contains("the cluster is known"), two::said);
            var secret = serving(namespace);
            var begun = Instant.now();
            var watching = Thread.ofVirtual().start(() -> longest.set(longestGap(namespace, asking)));

            two.end();
            try (var newTwo = serving(TWO, namespace, second)) {
                Waiting.until(() -> newTwo.said().contains("the cluster is known"), newTwo::said);
                one.end();
                Waiting.within(
                        HAND_OVER, () -> newTwo.said().contains("acting: this process leads"), newTwo::said);
                try (var newOne = serving(ONE, namespace, first)) {
                    Waiting.until(() -> newOne.said().contains("the cluster is known"), newOne::said);
                    Waiting.rest(2_000);
                    asking.set(false);
                    join(watching);
                    assertTrue(longest.get().compareTo(GAP) <= 0, () -> "no answer for " + longest.get());
                    assertEquals(secret, serving(namespace), "the certificate is the same");
                    assertEquals(
                            List.of(),
                            cluster.audit().all().stream()
                                    .filter(each -> each.path().contains("/" + namespace + "/"))
                                    .filter(each -> each.is("update", "deployments/scale"))
                                    .filter(each -> each.received().isAfter(begun))
                                    .toList());
                    tasks.say(28);
                    Waiting.until(() -> cluster.replicas(namespace, "web") == 6, newTwo::said);
                }
            }
        } finally {
            asking.set(false);
            cluster.bed().kubectl("delete", "apiservice", OperatorCluster.EXTERNAL);
        }
    }

    private static OperatorProcess serving(User user, String namespace, int port) {
        return cluster.operator(user, namespace, "adapter",
                "--metrics-service", "headroom-metrics", "--metrics-listen", "127.0.0.1:" + port);
    }

    private static JsonNode serving(String namespace) {
        return cluster.get(namespace, "secret", "headroom-operator-serving").path("data");
    }

    /// The longest time in which nobody answered the metrics API, while it was asked again and again.
    private static Duration longestGap(String namespace, AtomicBoolean asking) {
        var path = "/apis/external.metrics.k8s.io/v1beta1/namespaces/" + namespace
                + "/s0-metric-api-tasks?labelSelector=scaledobject.keda.sh%2Fname%3Dweb";
        var longest = Duration.ZERO;
        var answered = Instant.now();
        while (asking.get()) {
            var asked = Instant.now();
            if (cluster.bed().kubectl("get", "--raw", path).output().contains("\"value\"")) {
                // The answer may have waited, but it was given.
                var gap = Duration.between(answered, asked);
                longest = gap.compareTo(longest) > 0 ? gap : longest;
                answered = Instant.now();
            }
            Waiting.rest(100);
        }
        return longest;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
