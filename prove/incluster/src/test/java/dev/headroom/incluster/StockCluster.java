package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.controlplane.Part;
import dev.headroom.controlplane.User;
import dev.headroom.operator.Installation;
import dev.headroom.peers.RealPrometheus;
import dev.headroom.peers.StockKeda;
import dev.headroom.programs.GoModule;
import dev.headroom.programs.GoTool;
import dev.headroom.programs.LoopbackProgram;
import dev.headroom.testbed.TestBed;
import dev.headroom.timeline.WallTimeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A control plane with KEDA's own definitions and a node, and the stock path in it: KEDA's operator and metrics
/// server, which work for the namespaces `stock` and `slow`, and a Prometheus that scrapes `slow` every two seconds.
/// Headroom stands beside it.
final class StockCluster implements AutoCloseable {

    static final String STOCK = "stock";
    static final String OURS = "ours";

    /// Where a service is slow, and KEDA scales it.
    static final String SLOW = "slow";

    static final String EXTERNAL_PATH = "/apis/external.metrics.k8s.io/v1beta1";

    private static final String EXTERNAL = "v1beta1.external.metrics.k8s.io";

    private static final User HEADROOM = new User("headroom-operator", List.of("headroom"));
    private static final Path ROOT = Path.of(System.getProperty("headroom.root", "../.."));
    private static final int STATUS_DIGITS = 4;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PROMETHEUS = "github.com/prometheus/prometheus/cmd/prometheus";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final WallTimeline timeline = new WallTimeline();
    private final TestBed bed;
    private final RealPrometheus prometheus;
    private final StockKeda keda;

    /// The programs: Prometheus, KEDA's operator, KEDA's metrics server.
    static List<GoTool> tools() {
        var prometheus =
                new GoTool(GoModule.in(ROOT.resolve("prove/peers/go/prometheus")), PROMETHEUS, "prometheus");
        return List.of(prometheus, StockKeda.operator(ROOT), StockKeda.adapter(ROOT));
    }

    /// @param folder for data and logs
    StockCluster(Path folder) {
        this(folder, Duration.ofSeconds(1), StockCluster::slowPods);
    }

    /// @param sync how often the HPA controller looks
    /// @param scrapes the configuration of Prometheus, by the file for `kubectl --kubeconfig`
    StockCluster(Path folder, Duration sync, Function<Path, String> scrapes) {
        this.folder = folder;
        var programs = tools().stream().map(GoTool::program).toList();
        bed = TestBed.start(settings -> settings.with(HEADROOM).hpaSyncPeriod(sync));
        try {
            install();
            prometheus = new RealPrometheus(
                    programs.getFirst(), folder, List.of(), timeline,
                    scrapes.apply(bed.controlPlane().kubeconfig()));
            keda = keda(new StockKeda.Programs(programs.get(1), programs.get(2)));
        } catch (RuntimeException | Error failure) {
            bed.close();
            throw failure;
        }
    }

    private static String slowPods(Path kubeconfig) {
        return """
                global: {scrape_interval: 2s, scrape_timeout: 2s}
                scrape_configs:
                - job_name: inference
                  metrics_path: /prometheus
                  kubernetes_sd_configs: [{role: pod, kubeconfig_file: "%s", namespaces: {names: [slow]}}]
                """.formatted(kubeconfig);
    }

    private void install() {
        bed.node();
        StockKeda.definitions(ROOT).forEach(file -> kubectl("create", "-f", file.toString()));
        apply("", Installation.RBAC.manifests());
        for (var namespace : List.of("keda", STOCK, OURS, SLOW)) {
            kubectl("create", "namespace", namespace);
        }
        for (var role : List.of("headroom-adapter", "headroom-autoscaler", "headroom-lease", "headroom-serving",
                "headroom-certificate", "system:auth-delegator")) {
            kubectl("create", "clusterrolebinding", role.replace(':', '-'), "--clusterrole=" + role,
                    "--group=headroom");
        }
        kubectl("create", "rolebinding", "headroom", "-n", "kube-system",
                "--role=extension-apiserver-authentication-reader", "--group=headroom");
    }

    private StockKeda keda(StockKeda.Programs programs) {
        var admin = bed.controlPlane().access(User.ADMIN);
        var cluster = new StockKeda.Cluster(
                bed.controlPlane().kubeconfig(), URI.create(admin.url()), admin.authority(), admin.token(),
                STOCK + "," + SLOW);
        return new StockKeda(programs, folder, cluster, timeline);
    }

    TestBed bed() {
        return bed;
    }

    RealPrometheus prometheus() {
        return prometheus;
    }

    StockKeda keda() {
        return keda;
    }

    String kubectl(String... arguments) {
        var answer = bed.kubectl(arguments);
        assertEquals(0, answer.status(), answer::output);
        return answer.output();
    }

    void apply(String namespace, String manifest) {
        var answer = namespace.isEmpty()
                ? bed.kubectl(User.ADMIN, manifest, "apply", "-f", "-")
                : bed.kubectl(User.ADMIN, manifest, "apply", "-n", namespace, "-f", "-");
        assertEquals(0, answer.status(), answer::output);
    }

    /// The objects of a list, by its path.
    List<ObjectNode> list(String path) {
        return JSON.readTree(raw(path).substring(STATUS_DIGITS)).path("items").valueStream()
                .map(ObjectNode.class::cast)
                .toList();
    }

    /// The external metrics are KEDA's, as after its installation.
    void kedaServes() {
        apply("", keda.apiService());
        available();
    }

    /// The external metrics are Headroom's.
    ///
    /// @param port of its metrics APIs
    void headroomServes(int port) {
        kubectl("delete", "apiservice", EXTERNAL, "--ignore-not-found");
        apply("", """
                apiVersion: v1
                kind: Service
                metadata: {name: headroom-metrics, namespace: ours}
                spec: {type: ExternalName, externalName: localhost}
                ---
                apiVersion: apiregistration.k8s.io/v1
                kind: APIService
                metadata: {name: v1beta1.external.metrics.k8s.io}
                spec:
                  group: external.metrics.k8s.io
                  version: v1beta1
                  groupPriorityMinimum: 100
                  versionPriority: 100
                  service: {name: headroom-metrics, namespace: ours, port: %d}
                """.formatted(port));
        available();
    }

    /// What the API server answers to the administrator: the status and the body.
    String raw(String path) {
        var server = bed.controlPlane().part(Part.API_SERVER);
        var token = bed.controlPlane().access(User.ADMIN).token();
        var answer = server.send(server.request(path).header("Authorization", "Bearer " + token));
        return answer.statusCode() + " " + answer.body();
    }

    /// The addresses of the pods that are ready.
    List<String> addresses(String namespace) {
        return list("/api/v1/namespaces/" + namespace + "/pods").stream()
                .filter(pod -> pod.path("status").path("conditions").valueStream()
                        .anyMatch(each -> each.path("type").asString("").equals("Ready")
                                && each.path("status").asString("").equals("True")))
                .map(pod -> pod.path("status").path("podIP").asString(""))
                .toList();
    }

    /// What Prometheus answers; 0 for an empty answer.
    double query(String promql) {
        var url = prometheus.url() + "/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8);
        return JSON.readTree(page(url))
                .path("data").path("result").path(0).path("value").path(1).asDouble(0);
    }

    String page(String url) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }

    /// A file among the resources, with the address of Prometheus.
    String resource(String name) {
        try (var stream = Objects.requireNonNull(StockCluster.class.getResourceAsStream("/stock/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("PROMETHEUS", prometheus.url());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void available() {
        kubectl("wait", "--for=condition=Available", "apiservice/" + EXTERNAL, "--timeout=60s");
        // The aggregator takes it up a little later.
        Waiting.until(() -> raw(EXTERNAL_PATH).startsWith("200"), () -> raw(EXTERNAL_PATH));
    }

    /// Headroom's operator for a namespace, with the lease there.
    OperatorProcess headroom(String name, String mode, String namespace, String... more) {
        var arguments = new ArrayList<>(List.of(
                "operator", "--kubeconfig", bed.controlPlane().kubeconfig(HEADROOM).toString(), "--identity", name,
                "--lease-namespace", namespace, "--listen", "127.0.0.1:0", "--mode", mode, "--namespace", namespace));
        arguments.addAll(List.of(more));
        return new OperatorProcess(folder.resolve(name + ".log"), arguments);
    }

    static int freePort() {
        return LoopbackProgram.freePort();
    }

    @Override
    public void close() {
        http.close();
        keda.close();
        prometheus.close();
        bed.close();
        timeline.close();
    }
}
