package dev.headroom.incluster;

import com.sun.net.httpserver.HttpServer;
import dev.headroom.controlplane.User;
import dev.headroom.operator.Installation;
import dev.headroom.programs.LoopbackProgram;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the path from a metrics page to an autoscaler costs: KEDA's operator and metrics server with a Prometheus, and
/// Headroom in adapter mode, which scrapes itself. Two control planes, the same objects in both, the same minutes.
/// `prove/benchmarks/stock.sh MINUTES` runs it; docs/design/benchmarks.md has the figures.
class StockBenchmark {

    private static final User HEADROOM = new User("headroom-operator", List.of("headroom"));
    private static final int OBJECTS = 20;
    private static final int TARGETS = 5;
    private static final int SERIES = 500;
    private static final int WARM_UP_SECONDS = 90;
    private static final int CLOCK_TICKS = 100;

    /// As in Kubernetes.
    private static final Duration HPA_SYNC = Duration.ofSeconds(15);

    /// As the chart starts it, in a container of its limit; others can be tried with `-Dstock.options`.
    private static final List<String> OPTIONS = List.of(System.getProperty(
                    "stock.options",
                    "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+UseCompactObjectHeaders -XX:MaxRAM=512m"
                            + " -XX:MaxRAMPercentage=50 -Xss512k -XX:-UsePerfData")
            .split(" "));

    @TempDir
    private static Path folder;

    /// A process that is measured.
    private record Measured(String name, long pid) {

        double cpuSeconds() {
            var fields = read("stat").replaceFirst("^.*\\) ", "").split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) CLOCK_TICKS;
        }

        long resident() {
            return read("status").lines()
                    .filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }

        private String read(String file) {
            try {
                return Files.readString(Path.of("/proc", Long.toString(pid), file));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Test
    void bothPathsSideBySide() throws IOException {
        int minutes = Integer.getInteger("stock.minutes", 10);
        Files.createDirectories(folder.resolve("ours"));
        var pages = pages();
        var scrapes = """
                scrape_configs:
                - job_name: pages
                  scrape_interval: 15s
                  scrape_timeout: 10s
                  static_configs: [{targets: [%s]}]
                """.formatted(targets(pages));
        try (var stock = new StockCluster(folder, HPA_SYNC, _ -> scrapes);
                var bed = TestBed.start(settings -> settings.with(HEADROOM).hpaSyncPeriod(HPA_SYNC))) {
            bed.node();
            stock.kedaServes();
            objects(stock.bed(), StockCluster.STOCK, stock.prometheus().url());
            int port = LoopbackProgram.freePort();
            try (var headroom = headroom(bed, port, scrapes)) {
                objects(bed, "default", "http://127.0.0.1:" + port);
                measure(minutes, List.of(
                        named("keda-operator"), named("keda-adapter"), named("prometheus"),
                        new Measured("headroom", headroom.pid())));
                System.out.println(stock.kubectl("get", "hpa", "-n", StockCluster.STOCK));
                System.out.println(bed.kubectl("get", "hpa").output());
            }
        } finally {
            pages.forEach(page -> page.stop(0));
        }
    }

    private static OperatorProcess headroom(TestBed bed, int port, String scrapes) throws IOException {
        install(bed);
        int apis = LoopbackProgram.freePort();
        admin(bed, """
                apiVersion: v1
                kind: Service
                metadata: {name: headroom-metrics, namespace: default}
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
                  service: {name: headroom-metrics, namespace: default, port: %d}
                """.formatted(apis));
        var configuration = Files.writeString(folder.resolve("headroom.yml"), scrapes);
        var process = new OperatorProcess(folder.resolve("headroom.log"), OPTIONS, List.of(
                "operator", "--kubeconfig", bed.controlPlane().kubeconfig(HEADROOM).toString(), "--identity", "one",
                "--lease-namespace", "default", "--listen", "127.0.0.1:" + port, "--mode", "adapter",
                "--config.file", configuration.toString(), "--data", folder.resolve("ours/data").toString(),
                "--metrics-service", "headroom-metrics", "--metrics-listen", "127.0.0.1:" + apis));
        process.awaitActing();
        return process;
    }

    private static void install(TestBed bed) {
        admin(bed, Installation.CRDS.manifests());
        admin(bed, Installation.RBAC.manifests());
        for (var role : List.of("headroom-adapter", "headroom-observer", "headroom-lease", "headroom-serving",
                "headroom-certificate", "system:auth-delegator")) {
            bed.kubectl("create", "clusterrolebinding", role.replace(':', '-'), "--clusterrole=" + role,
                    "--group=headroom");
        }
        bed.kubectl("create", "rolebinding", "headroom", "-n", "kube-system",
                "--role=extension-apiserver-authentication-reader", "--group=headroom");
        Waiting.until(() -> bed.kubectl("get", "scaledobjects").status() == 0, () -> "no definitions");
    }

    private static void admin(TestBed bed, String manifest) {
        var answer = bed.kubectl(User.ADMIN, manifest, "apply", "-f", "-");
        if (answer.status() != 0) {
            throw new IllegalStateException(answer.output());
        }
    }

    private static void objects(TestBed bed, String namespace, String prometheus) {
        var all = new StringBuilder();
        for (int i = 0; i < OBJECTS; i++) {
            var name = "web-" + i;
            all.append("---\n").append(TaskSource.deployment(name, 2)).append("""
                    ---
                    apiVersion: keda.sh/v1alpha1
                    kind: ScaledObject
                    metadata: {name: %1$s}
                    spec:
                      scaleTargetRef: {name: %1$s}
                      minReplicaCount: 2
                      maxReplicaCount: 10
                      triggers:
                      - type: prometheus
                        metadata:
                          serverAddress: %2$s
                          query: sum(rate(work_total{route=~"r%3$d.*"}[1m]))
                          threshold: "100000"
                    """.formatted(name, prometheus, i % 10));
        }
        var answer = bed.kubectl(User.ADMIN, all.toString(), "apply", "-n", namespace, "-f", "-");
        if (answer.status() != 0) {
            throw new IllegalStateException(answer.output());
        }
    }

    private static List<HttpServer> pages() throws IOException {
        var all = new ArrayList<HttpServer>();
        for (int i = 0; i < TARGETS; i++) {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            long begun = System.nanoTime();
            server.createContext("/", exchange -> {
                try (exchange) {
                    long count = Duration.ofNanos(System.nanoTime() - begun).toMillis();
                    var page = new StringBuilder("# TYPE work_total counter\n");
                    for (int series = 0; series < SERIES; series++) {
                        page.append("work_total{route=\"r").append(series).append("\"} ").append(count + series)
                                .append('\n');
                    }
                    var body = page.toString().getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            server.start();
            all.add(server);
        }
        return all;
    }

    private static String targets(List<HttpServer> pages) {
        return String.join(", ", pages.stream()
                .map(page -> "'127.0.0.1:" + page.getAddress().getPort() + "'")
                .toList());
    }

    /// A program that was started for this: its command names the folder.
    private static Measured named(String program) {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().command().filter(path -> path.endsWith("/" + program)).isPresent())
                .filter(each -> commandLine(each.pid()).contains(folder.toString()))
                .findFirst()
                .map(each -> new Measured(program, each.pid()))
                .orElseThrow(() -> new IllegalStateException("no process of " + program));
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    private static void measure(int minutes, List<Measured> processes) {
        Waiting.rest(WARM_UP_SECONDS * 1000L);
        var before = processes.stream().map(Measured::cpuSeconds).toList();
        var most = new long[processes.size()];
        for (int second = 0; second < minutes * 60; second++) {
            for (int i = 0; i < most.length; i++) {
                most[i] = Math.max(most[i], processes.get(i).resident());
            }
            Waiting.rest(1_000);
        }
        for (int i = 0; i < most.length; i++) {
            var each = processes.get(i);
            System.out.printf(
                    Locale.ROOT,
                    "%-14s CPU %6.2f s in %d min, resident %4d MiB at most, %4d MiB at the end%n",
                    each.name(), each.cpuSeconds() - before.get(i), minutes, most[i] / 1024, each.resident() / 1024);
        }
    }
}
